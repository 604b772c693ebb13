using System.Security.Cryptography;
using System.Text;
using Platform.Core.Storage;

namespace Platform.Tests.Storage;

/// <summary>What every store promises; run against the local disk and against a real S3 server.</summary>
public sealed class BlobStoreTests : IDisposable
{
    private readonly StoreFixture _stores = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _stores.Dispose();

    [Theory]
    [InlineData("local")]
    [InlineData("s3")]
    public async Task Put_SameBytesTwice_AreStoredOnce(string kind)
    {
        var store = await _stores.OpenAsync(kind);

        var first = await store.PutAsync(Text("pixels"), _cancel);
        var second = await store.PutAsync(Text("pixels"), _cancel);

        second.Should().Be(first);
        first.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData("pixels"u8)));
        first.Size.Should().Be(6);
        (await ReadAsync(store, first.Uri)).Should().Equal("pixels"u8.ToArray());
    }

    [Theory]
    [InlineData("local")]
    [InlineData("s3")]
    public async Task Put_AboveThePartSize_ComesBackWhole(string kind)
    {
        var store = await _stores.OpenAsync(kind);
        var bytes = new byte[(int)S3BlobStore.PartBytes + 12_345];
        new Random(1).NextBytes(bytes);

        var blob = await store.PutAsync(new MemoryStream(bytes), _cancel);

        (await ReadAsync(store, blob.Uri)).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [Theory]
    [InlineData("local")]
    [InlineData("s3")]
    public async Task Put_OfAStreamThatBreaks_LeavesNothing(string kind)
    {
        var store = await _stores.OpenAsync(kind);

        var put = () => store.PutAsync(new BreakingStream(100_000), _cancel);

        await put.Should().ThrowAsync<IOException>();
        Directory.EnumerateFiles(_stores.Root, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Theory]
    [InlineData("local")]
    [InlineData("s3")]
    public async Task PutNamed_Again_Replaces(string kind)
    {
        var store = await _stores.OpenAsync(kind);
        await store.PutNamedAsync("runs/a/best.ckpt", Text("one"), _cancel);
        await store.PutNamedAsync("runs/b/best.ckpt", Text("other"), _cancel);

        var blob = await store.PutNamedAsync("runs/a/best.ckpt", Text("three"), _cancel);

        (await ReadAsync(store, blob.Uri)).Should().Equal("three"u8.ToArray());
        (await store.ListNamedAsync("runs/", _cancel).ToListAsync(_cancel)).Select(named => (named.Name, named.Size))
            .Should().Equal(("runs/a/best.ckpt", 5L), ("runs/b/best.ckpt", 5L));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("s3")]
    public async Task Delete_OfStoredBytes_RemovesThem(string kind)
    {
        var store = await _stores.OpenAsync(kind);
        var blob = await store.PutAsync(Text("short-lived"), _cancel);

        (await store.DeleteAsync(blob.Uri, _cancel)).Should().BeTrue();

        (await store.ExistsAsync(blob.Uri, _cancel)).Should().BeFalse();
        (await store.DeleteAsync(blob.Uri, _cancel)).Should().BeFalse();
        var read = () => store.OpenReadAsync(blob.Uri, _cancel);
        await read.Should().ThrowAsync<BlobNotFoundException>();
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../escape")]
    [InlineData("a//b")]
    [InlineData("a\\..\\b")]
    [InlineData("")]
    [InlineData("C:/windows")]
    [InlineData("nul\0")]
    public async Task PutNamed_WithANameThatLeadsOut_IsRefused(string name)
    {
        var store = await _stores.OpenAsync("local");

        var put = () => store.PutNamedAsync(name, Text("x"), _cancel);
        var open = () => store.OpenReadAsync("local:" + name, _cancel);

        (await put.Should().ThrowAsync<StorageException>()).Which.Code.Should().Be("storage.name_invalid");
        await open.Should().ThrowAsync<StorageException>();
    }

    [Fact]
    public async Task OpenRead_OfAnotherStoresUri_SaysWhatToDo()
    {
        var store = await _stores.OpenAsync("local");

        var read = () => store.OpenReadAsync("s3://bucket/blobs/x", _cancel);

        (await read.Should().ThrowAsync<StorageException>()).Which.Message.Should().Contain("Storage:Kind");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("s3")]
    public async Task Put_OfTheSameBytesByManyAtOnce_StoresThemOnce(string kind)
    {
        var store = await _stores.OpenAsync(kind);

        var blobs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => store.PutAsync(Text("shared"), _cancel))));

        blobs.Distinct().Should().ContainSingle();
        (await ReadAsync(store, blobs[0].Uri)).Should().Equal("shared"u8.ToArray());
    }

    [Theory]
    [InlineData("local")]
    [InlineData("s3")]
    public async Task Cache_OfABlob_GivesAFileWithItsBytes(string kind)
    {
        var store = await _stores.OpenAsync(kind);
        var blob = await store.PutAsync(Text("cached"), _cancel);
        var cache = new BlobCache(store, Path.Combine(_stores.Root, "cache"));

        var path = await cache.GetPathAsync(blob.Uri, blob.Sha256, _cancel);

        (await File.ReadAllTextAsync(path, _cancel)).Should().Be("cached");
        (await cache.GetPathAsync(blob.Uri, blob.Sha256, _cancel)).Should().Be(path);
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task<byte[]> ReadAsync(IBlobStore store, string uri)
    {
        await using var stream = await store.OpenReadAsync(uri, _cancel);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, _cancel);
        return copy.ToArray();
    }
}
