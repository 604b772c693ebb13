using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Platform.Web.SignIn.Firebase;

/// <summary>Checks the settings at start-up and says of each wrong one what to do. What passes here stands in the Content Security Policy as it is.</summary>
public sealed partial class ValidateFirebaseOptions(IHostEnvironment environment) : IValidateOptions<FirebaseOptions>
{
    public ValidateOptionsResult Validate(string? name, FirebaseOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Errors(FirebaseOptions options)
    {
        const string section = FirebaseOptions.Section;
        if (!options.IsConfigured)
        {
            if (options.ApiKey.Length + options.AuthDomain.Length + options.EmulatorHost.Length > 0)
            {
                yield return $"{section}:ProjectId is missing. Name the Firebase project, or remove the other settings of {section}.";
            }

            yield break;
        }

        if (!ProjectId().IsMatch(options.ProjectId))
        {
            yield return $"{section}:ProjectId '{options.ProjectId}' is no id of a project. Take it from the Firebase console: small letters, digits and hyphens.";
        }

        if (options.AuthDomain.Length > 0 && Uri.CheckHostName(options.AuthDomain) != UriHostNameType.Dns)
        {
            yield return $"{section}:AuthDomain '{options.AuthDomain}' is no host name. Give it without https:// and without a path, or leave it out for {options.ProjectId}.firebaseapp.com.";
        }

        if (!IsTrustworthy(options.CertificateUrl))
        {
            yield return $"{section}:CertificateUrl must be an https address (http only on this machine): whoever answers there decides who gets in. Leave it out for Google's.";
        }

        if (!options.UsesEmulator)
        {
            if (options.ApiKey.Length == 0)
            {
                yield return $"{section}:ApiKey is missing. Copy the web API key of the project from the Firebase console.";
            }

            yield break;
        }

        if (!environment.IsDevelopment())
        {
            yield return $"{section}:EmulatorHost is set, and the environment is {environment.EnvironmentName}. Nobody signs the emulator's tokens: with it anybody could come in as anyone. "
                + "Remove the setting, or start with ASPNETCORE_ENVIRONMENT=Development on a machine of your own.";
        }

        if (!HostAndPort().IsMatch(options.EmulatorHost))
        {
            yield return $"{section}:EmulatorHost '{options.EmulatorHost}' is no host with its port, such as 127.0.0.1:9099.";
        }
    }

    private static bool IsTrustworthy(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    [GeneratedRegex("^[a-z][a-z0-9-]{2,61}[a-z0-9]\\z")]
    private static partial Regex ProjectId();

    [GeneratedRegex("^[A-Za-z0-9.-]+:[0-9]{1,5}\\z")]
    private static partial Regex HostAndPort();
}
