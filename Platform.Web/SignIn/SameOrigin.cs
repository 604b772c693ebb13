namespace Platform.Web.SignIn;

/// <summary>
/// Guards the API against forged requests: a browser sends its cookie along with requests of foreign pages, so an unsafe request
/// that was signed in by cookie must come from this site. Bearer tokens are never sent by themselves and need no such check.
/// </summary>
public static class SameOrigin
{
    public static bool IsSafe(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return true;
        }

        // Every current browser sends Sec-Fetch-Site; Origin is the fallback, and a request with neither is refused.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is "same-origin" or "none";
        }

        return Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
