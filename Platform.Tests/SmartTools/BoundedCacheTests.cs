using Platform.Core.SmartTools;

namespace Platform.Tests.SmartTools;

public sealed class BoundedCacheTests
{
    private readonly BoundedCache<string, byte[]> _cache = new(100, value => value.Length);
    private readonly List<string> _made = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_AskedTwice_MakesOnce()
    {
        (await GetAsync("a", 40)).Should().BeSameAs(await GetAsync("a", 40));
        _made.Should().Equal("a");
    }

    [Fact]
    public async Task Get_BeyondTheBound_ForgetsWhatWasUsedLongestAgo()
    {
        await GetAsync("a", 40);
        await GetAsync("b", 40);
        await GetAsync("a", 40);
        await GetAsync("c", 40);
        _cache.Bytes.Should().Be(80);
        await GetAsync("a", 40);
        await GetAsync("b", 40);
        _made.Should().Equal("a", "b", "c", "b");
    }

    [Fact]
    public async Task Get_OfAValueAboveTheBound_AnswersItAndKeepsNothing()
    {
        (await GetAsync("huge", 101)).Should().HaveCount(101);
        _cache.Bytes.Should().Be(0);
    }

    [Fact]
    public async Task Get_ByManyAtOnce_MakesOnce()
    {
        var release = new TaskCompletionSource();
        var made = 0;
        var all = Enumerable.Range(0, 8).Select(_ => _cache.GetAsync(
            "a",
            async () =>
            {
                Interlocked.Increment(ref made);
                await release.Task;
                return new byte[8];
            },
            Cancellation)).ToList();
        release.SetResult();
        (await Task.WhenAll(all)).Distinct().Should().ContainSingle();
        made.Should().Be(1);
    }

    [Fact]
    public async Task Get_WhoseMakerGaveUp_IsStillMadeForTheOthers()
    {
        var release = new TaskCompletionSource();
        using var leave = new CancellationTokenSource();
        var first = _cache.GetAsync("a", MakeAsync, leave.Token);
        var second = _cache.GetAsync("a", MakeAsync, Cancellation);
        await leave.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        release.SetResult();
        (await second).Should().HaveCount(8);

        async Task<byte[]> MakeAsync()
        {
            await release.Task;
            return new byte[8];
        }
    }

    [Fact]
    public async Task Get_ThatFailed_IsTriedAgain()
    {
        var failing = () => _cache.GetAsync("a", () => throw new IOException("gone"), Cancellation);
        await failing.Should().ThrowAsync<IOException>();
        (await GetAsync("a", 8)).Should().HaveCount(8);
    }

    private Task<byte[]> GetAsync(string key, int bytes) => _cache.GetAsync(
        key,
        () =>
        {
            _made.Add(key);
            return Task.FromResult(new byte[bytes]);
        },
        Cancellation);
}
