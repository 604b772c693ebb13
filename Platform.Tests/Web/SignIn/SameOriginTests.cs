using Microsoft.AspNetCore.Http;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Tests.Web.SignIn;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("GET", null, null, true)]
    [InlineData("POST", "same-origin", null, true)]
    [InlineData("POST", "cross-site", null, false)]
    [InlineData("POST", "same-site", null, false)]
    [InlineData("PUT", null, "http://127.0.0.1:5080", true)]
    [InlineData("PUT", null, "http://127.0.0.1:9999", false)]
    [InlineData("DELETE", null, "null", false)]
    [InlineData("DELETE", null, null, false)]
    public void IsSafe_Request_TellsForgedOnes(string method, string? fetchSite, string? origin, bool safe)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Host = new HostString("127.0.0.1:5080");
        if (fetchSite is not null)
        {
            request.Headers["Sec-Fetch-Site"] = fetchSite;
        }

        if (origin is not null)
        {
            request.Headers.Origin = origin;
        }

        SameOrigin.IsSafe(request).Should().Be(safe);
    }

    [Theory]
    [InlineData("/projects", "/projects")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nb", "/")]
    [InlineData(null, "/")]
    public void LocalUrl_ReturnAddress_StaysOnThisSite(string? given, string taken) => LocalUrl.OrHome(given).Should().Be(taken);
}
