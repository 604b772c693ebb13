using Platform.Web.SignIn;

namespace Platform.Tests.Web.SignIn;

public sealed class SignInLinksTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Redeem_Twice_SucceedsOnce()
    {
        var links = new SignInLinks(_time);
        var user = Guid.CreateVersion7();
        var token = links.Issue(user);
        links.TryRedeem(token, out var signedIn).Should().BeTrue();
        signedIn.Should().Be(user);
        links.TryRedeem(token, out _).Should().BeFalse();
    }

    [Fact]
    public void Peek_BeforeRedeem_LeavesTheLinkUsable()
    {
        var links = new SignInLinks(_time);
        var token = links.Issue(null);
        links.TryPeek(token, out _).Should().BeTrue();
        links.TryRedeem(token, out _).Should().BeTrue();
    }

    [Fact]
    public void Redeem_AfterItsLifetime_IsRefused()
    {
        var links = new SignInLinks(_time);
        var token = links.Issue(null);
        _time.Now += SignInLinks.Lifetime + TimeSpan.FromSeconds(1);
        links.TryRedeem(token, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guess")]
    public void Redeem_Guess_IsRefused(string? token) => new SignInLinks(_time).TryRedeem(token, out _).Should().BeFalse();

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
