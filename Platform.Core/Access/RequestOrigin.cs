namespace Platform.Core.Access;

/// <summary>Where a request came from, as the server saw it; for the audit only, never a reason to let somebody in.</summary>
/// <param name="IpAddress">Of the browser or program, or of the proxy in front where none is trusted.</param>
/// <param name="UserAgent">What it calls itself.</param>
public sealed record RequestOrigin(string? IpAddress, string? UserAgent)
{
    public static RequestOrigin Unknown { get; } = new(null, null);
}
