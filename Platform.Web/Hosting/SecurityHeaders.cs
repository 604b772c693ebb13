namespace Platform.Web.Hosting;

/// <summary>Headers of every response: no foreign scripts, frames or content sniffing.</summary>
public static class SecurityHeaders
{
    // Radzen and progress bars set inline style attributes; scripts come from this server only. blob: serves the canvas' workers and decoded images.
    // 'wasm-unsafe-eval' lets ONNX Runtime compile its WebAssembly, which this server sent as well; it opens no way for text to become script.
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; " +
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        return next(context);
    });
}
