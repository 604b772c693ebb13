using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Platform.Web.Hosting;
using Platform.Web.Resources;
using Platform.Web.SignIn.Firebase;

namespace Platform.Web.SignIn;

/// <summary>How often one address may try to sign in: against guessing, and against filling the audit with failed tries.</summary>
public static class SignInLimit
{
    private const int NetworkBytes = 8;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    public static void AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = AnswerAsync;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            var triesAMinute = context.RequestServices.GetRequiredService<PlatformOptions>().SignInsPerMinute;
            return IsTry(context.Request)
                ? RateLimitPartition.GetFixedWindowLimiter(PlaceOf(context), _ => new FixedWindowRateLimiterOptions { PermitLimit = triesAMinute, Window = s_window })
                : RateLimitPartition.GetNoLimiter("");
        });
    });

    private static bool IsTry(HttpRequest request) => (request.Path.StartsWithSegments("/sign-in") && (HttpMethods.IsPost(request.Method) || request.Query.ContainsKey("token"))) || IsExchange(request);

    // With a token of the platform's own nobody tries to sign in.
    private static bool IsExchange(HttpRequest request) => FirebaseAuthentication.AppliesTo(request) && request.Headers.Authorization.Count == 0;

    // Of an address of version 6 whoever has one has a whole network.
    private static string PlaceOf(HttpContext context) => context.Connection.RemoteIpAddress is not { } address ? ""
        : address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
        : address.ToString();

    private static async ValueTask AnswerAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        var texts = context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<Texts>>();
        context.HttpContext.Response.Headers.RetryAfter = s_window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        context.HttpContext.Response.ContentType = "text/plain; charset=utf-8";
        await context.HttpContext.Response.WriteAsync(texts["signIn.tooMany"], cancellation);
    }
}
