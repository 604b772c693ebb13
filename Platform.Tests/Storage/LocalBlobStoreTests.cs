using Platform.Core.Storage;
using Platform.Tests.Support;

namespace Platform.Tests.Storage;

public sealed class LocalBlobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_WithLeftoversOfAKilledWrite_IgnoresNewAndRemovesOldOnes()
    {
        var store = new LocalBlobStore(_folder.Path, TimeProvider.System);
        var blob = await store.PutAsync(new MemoryStream([1, 2, 3]), _cancel);
        var young = _folder.Write("tmp/.young.part", "half");
        var old = _folder.Write("tmp/.old.part", "half");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        var restarted = new LocalBlobStore(_folder.Path, TimeProvider.System);

        File.Exists(old).Should().BeFalse();
        File.Exists(young).Should().BeTrue();
        (await restarted.ExistsAsync(blob.Uri, _cancel)).Should().BeTrue();
        (await restarted.ListNamedAsync("", _cancel).ToListAsync(_cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task Put_OverATornFile_RepairsIt()
    {
        var store = new LocalBlobStore(_folder.Path, TimeProvider.System);
        var blob = await store.PutAsync(new MemoryStream([1, 2, 3]), _cancel);
        await File.WriteAllBytesAsync(store.LocalPath(blob.Uri)!, [1], _cancel);

        await store.PutAsync(new MemoryStream([1, 2, 3]), _cancel);

        (await File.ReadAllBytesAsync(store.LocalPath(blob.Uri)!, _cancel)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task DurableFile_WhenTheWriterFails_KeepsTheOldContent()
    {
        var path = _folder.Write("manifest.json", "old");

        var write = () => DurableFile.WriteAsync(path, _ => throw new IOException("no space"), _cancel);

        await write.Should().ThrowAsync<IOException>();
        (await File.ReadAllTextAsync(path, _cancel)).Should().Be("old");
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public async Task DurableFile_OnAFullDisk_SaysSo()
    {
        var path = _folder["manifest.json"];

        // 28 is the system's "no space left on device", as a failing write carries it.
        var write = () => DurableFile.WriteAsync(path, _ => throw new IOException("No space left on device", 28), _cancel);

        (await write.Should().ThrowAsync<StorageException>()).Which.Code.Should().Be("storage.full");
    }

    [Fact]
    public async Task Cache_OfADerivedFile_MakesItOnce()
    {
        var cache = new BlobCache(new LocalBlobStore(_folder.Path, TimeProvider.System), _folder["cache"]);
        var sha256 = new string('a', 64);
        var made = 0;
        Task<byte[]> Make() => Task.FromResult(new byte[] { (byte)++made });

        var first = await cache.GetDerivedAsync(sha256, "256.jpg", Make, _cancel);
        var second = await cache.GetDerivedAsync(sha256, "256.jpg", Make, _cancel);

        second.Should().Be(first);
        made.Should().Be(1);
    }
}
