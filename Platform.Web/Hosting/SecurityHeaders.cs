using Microsoft.Extensions.Options;
using Platform.Web.Gateway;
using Platform.Web.SignIn.Firebase;

namespace Platform.Web.Hosting;

/// <summary>Headers of every response: no foreign scripts, frames or content sniffing.</summary>
public static class SecurityHeaders
{
    private const string SignInPages = "/sign-in";

    // What the API answers is no page, also where a browser is led to it: a picture or file from people must not act as one.
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox allow-downloads";

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var policy = PolicyOf(new FirebasePolicy("", "", "", OpensWindows: false));
        app.Use((context, next) =>
        {
            // Not before the first request: the settings are checked when the server starts.
            var firebase = context.Request.Path.StartsWithSegments(SignInPages) ? FirebasePolicy.Of(context.RequestServices.GetRequiredService<IOptions<FirebaseOptions>>().Value) : null;
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = IsForPrograms(context.Request.Path) ? ApiPolicy : firebase is null ? policy : PolicyOf(firebase);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = firebase is { OpensWindows: true } ? "same-origin-allow-popups" : "same-origin";
            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
            return next(context);
        });
    }

    private static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments(GatewayEndpoints.Root);

    // Radzen and progress bars set inline style attributes; scripts come from this server only, and nothing but WebAssembly (a model that runs in the browser) is compiled at run time. blob: serves the canvas' workers and decoded images.
    private static string PolicyOf(FirebasePolicy more) =>
        $"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{more.Scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{more.Connections}; "
        + $"frame-src 'self'{more.Frames}; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
