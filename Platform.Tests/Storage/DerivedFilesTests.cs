using Platform.Core.Storage;
using Platform.Tests.Support;

namespace Platform.Tests.Storage;

public sealed class DerivedFilesTests : IDisposable
{
    private const string Name = "256.jpg";

    private readonly TemporaryFolder _folder = new();
    private int _made;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_AskedTwice_MakesOnce()
    {
        var files = Open(100);
        (await GetAsync(files, 'a', 40)).Should().Be(await GetAsync(files, 'a', 40));
        _made.Should().Be(1);
        files.Bytes.Should().Be(40);
    }

    [Fact]
    public async Task Get_BeyondTheBound_DeletesWhatWasLookedAtLongestAgo()
    {
        var files = Open(100);
        var first = await GetAsync(files, 'a', 40);
        var second = await GetAsync(files, 'b', 40);
        files.Find(Hash('a'), Name).Should().Be(first);
        await GetAsync(files, 'c', 40);

        File.Exists(first).Should().BeTrue();
        File.Exists(second).Should().BeFalse();
        files.Find(Hash('b'), Name).Should().BeNull();
        files.Bytes.Should().Be(80);
        (await GetAsync(files, 'b', 40)).Should().Be(second);
        _made.Should().Be(4);
    }

    [Fact]
    public async Task Get_LargerThanTheBound_IsKeptUntilTheNext()
    {
        var files = Open(100);
        var large = await GetAsync(files, 'a', 500);
        File.Exists(large).Should().BeTrue();
        await GetAsync(files, 'b', 10);
        File.Exists(large).Should().BeFalse();
        files.Bytes.Should().Be(10);
    }

    [Fact]
    public async Task Write_OfTheSameFile_CountsItOnce()
    {
        var files = Open(100);
        await files.WriteAsync(Hash('a'), Name, stream => stream.WriteAsync(new byte[40], Cancellation).AsTask(), Cancellation);
        await files.WriteAsync(Hash('a'), Name, stream => stream.WriteAsync(new byte[30], Cancellation).AsTask(), Cancellation);
        files.Bytes.Should().Be(30);
    }

    [Fact]
    public async Task Start_AfterAKill_CountsWhatIsThereAndRemovesWhatWasNeverFinished()
    {
        var kept = await GetAsync(Open(1000), 'a', 40);
        var younger = await GetAsync(Open(1000), 'b', 40);
        File.SetLastWriteTimeUtc(kept, DateTime.UtcNow.AddDays(-1));
        var unfinished = Path.Combine(Path.GetDirectoryName(kept)!, ".x1.part");
        await File.WriteAllBytesAsync(unfinished, new byte[500], Cancellation);

        var next = Open(100);
        next.Bytes.Should().Be(80);
        File.Exists(unfinished).Should().BeFalse();
        await GetAsync(next, 'c', 40);
        File.Exists(kept).Should().BeFalse("the oldest goes first");
        File.Exists(younger).Should().BeTrue();
    }

    [Fact]
    public async Task Write_ThatFails_LeavesNothing()
    {
        var files = Open(100);
        var write = () => files.WriteAsync(Hash('a'), Name, _ => throw new InvalidDataException("damaged"), Cancellation);
        await write.Should().ThrowAsync<InvalidDataException>();
        Directory.EnumerateFiles(_folder["derived"], "*", SearchOption.AllDirectories).Should().BeEmpty();
        files.Bytes.Should().Be(0);
    }

    public void Dispose() => _folder.Dispose();

    private static string Hash(char digit) => new(digit, 64);

    private DerivedFiles Open(long maxBytes) => new(_folder["derived"], maxBytes);

    private Task<string> GetAsync(DerivedFiles files, char blob, int bytes) => files.GetAsync(
        Hash(blob),
        Name,
        () =>
        {
            _made++;
            return Task.FromResult(new byte[bytes]);
        },
        Cancellation);
}
