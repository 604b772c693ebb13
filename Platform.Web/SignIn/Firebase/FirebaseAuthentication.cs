using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Platform.Web.SignIn.Firebase;

/// <summary>
/// Signs a program in that exchanges a Firebase ID token for one of the platform: the token stands in the body, at that one address. Whoever comes without one is asked for their cookie instead.
/// </summary>
public sealed class FirebaseAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, FirebaseAdmission firebase)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string ExchangePath = "/api/auth/token";
    private const string TokenField = "idToken";
    private const int BodyLimit = 32 << 10;

    /// <summary>Whether this handler is the one to ask.</summary>
    public static bool AppliesTo(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path.Equals(ExchangePath, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await ReadTokenAsync() is not { } idToken)
        {
            return await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }

        var actor = await firebase.DemandAsync(idToken, RequestOrigins.Of(Context), Context.RequestAborted);
        RequestActor.Remember(Context, actor);
        return AuthenticateResult.Success(new AuthenticationTicket(CookieSignIn.PrincipalOf(actor, Scheme.Name), Scheme.Name));
    }

    // The endpoint reads the body again.
    private async Task<string?> ReadTokenAsync()
    {
        if (!Request.HasJsonContentType())
        {
            return null;
        }

        Request.EnableBuffering(BodyLimit, BodyLimit);
        try
        {
            using var body = await JsonDocument.ParseAsync(Request.Body, default, Context.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(TokenField, out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
        }
        catch (JsonException)
        {
            // The endpoint says what is wrong with it.
            return null;
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The request is larger than any token.", StatusCodes.Status413PayloadTooLarge, failure);
        }
        finally
        {
            Request.Body.Position = 0;
        }
    }
}
