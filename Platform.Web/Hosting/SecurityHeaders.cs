namespace Platform.Web.Hosting;

/// <summary>Headers of every response: no foreign scripts, frames or content sniffing.</summary>
public static class SecurityHeaders
{
    // Radzen and progress bars set inline style attributes; scripts come from this server only, and nothing but WebAssembly (a model that runs in the browser) is compiled at run time. blob: serves the canvas' workers and decoded images.
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; " +
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // What the API answers is no page, also where a browser is led to it: a picture or file from people must not act as one.
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox allow-downloads";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/api") ? ApiPolicy : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        return next(context);
    });
}
