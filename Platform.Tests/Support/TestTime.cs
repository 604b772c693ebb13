namespace Platform.Tests.Support;

/// <summary>A clock that stands at noon of 1 June 2026 UTC until a test moves it.</summary>
public sealed class TestTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTime UtcNow => _now.UtcDateTime;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
