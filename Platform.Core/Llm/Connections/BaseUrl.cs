using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Connections;

/// <summary>Where an engine listens: http or https, a host, perhaps a path, and nothing that could hide a secret or a trick.</summary>
public static class BaseUrl
{
    private const string Version = "/v1";

    /// <summary>The address without a slash at its end and without <c>/v1</c>, which people may or may not type.</summary>
    public static string Of(string? text)
    {
        var typed = RequiredText.Of(text, "base URL", LlmDeployment.BaseUrlLength);
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            || uri.UserInfo.Length > 0 || typed.Contains('@', StringComparison.Ordinal) || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new DomainRuleException("llm.base_url", "The base URL must start with http:// or https:// and hold a host and perhaps a path; no user name, query or fragment. For example http://gpu-01:8000.");
        }

        var address = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return address.EndsWith(Version, StringComparison.OrdinalIgnoreCase) ? address[..^Version.Length].TrimEnd('/') : address;
    }

    /// <summary>Whether both lead to the same server: a credential of one is nothing for another.</summary>
    public static bool IsSameOrigin(string one, string other) =>
        Uri.Compare(new Uri(one), new Uri(other), UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
