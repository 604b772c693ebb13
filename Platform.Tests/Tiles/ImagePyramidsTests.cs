using Platform.Core.Assets.Model;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Core.Tiles;
using Platform.Tests.Support;

namespace Platform.Tests.Tiles;

public sealed class ImagePyramidsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeCutter _cutter = new();
    private BlobCache _blobs = null!;
    private DerivedFiles _derived = null!;
    private ImagePyramids _pyramids = null!;
    private Asset _asset = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var store = new LocalBlobStore(_folder["store"], TimeProvider.System);
        var blob = await store.PutAsync(new MemoryStream([1, 2, 3]), Cancellation);
        _blobs = new BlobCache(store, _folder["cache"]);
        _derived = new DerivedFiles(_folder["derived"], long.MaxValue);
        _pyramids = new ImagePyramids(_blobs, _derived, _cutter);
        _asset = new Asset(Guid.CreateVersion7(), Guid.Empty, Guid.Empty, AssetType.Image, "a.jpg", blob.Uri, blob.Sha256, 3, 1000, 600, null, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _pyramids.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Build_AskedByMany_CutsOnceAndAllTilesCanBeRead()
    {
        _cutter.Release();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _pyramids.BuildAsync(_asset), Cancellation)));
        var pack = await ReadyAsync();
        _cutter.Opened.Should().Be(1);
        pack.Layout.Levels.Should().Equal(new LevelSize(1000, 600), new LevelSize(500, 300));
        pack.Read(new TilePlace(0, 1, 1)).Should().Equal(0, 1, 1);
        pack.Read(new TilePlace(1, 0, 0)).Should().Equal(1, 0, 0);
        pack.Read(new TilePlace(0, 2, 0)).Should().BeNull();
        pack.Read(new TilePlace(2, 0, 0)).Should().BeNull();
        pack.Read(new TilePlace(0, -1, 0)).Should().BeNull();
    }

    [Fact]
    public async Task Build_UnderWay_SaysHowFarItIs()
    {
        (await _pyramids.BuildAsync(_asset)).Should().BeLessThan(1);
        _pyramids.Find(_asset).Should().BeNull();
        _cutter.Release();
        await ReadyAsync();
    }

    [Fact]
    public async Task Build_ThatFails_SaysWhyOnceAndThenTriesAgain()
    {
        _cutter.Failure = new InvalidImageException(ImageErrorCodes.Corrupt, "damaged");
        _cutter.Release();
        var ask = async () =>
        {
            while (true)
            {
                await _pyramids.BuildAsync(_asset);
                await Task.Delay(5, Cancellation);
            }
        };
        (await ask.Should().ThrowAsync<InvalidImageException>()).Which.Code.Should().Be(ImageErrorCodes.Corrupt);
        _cutter.Failure = null;
        await _pyramids.BuildAsync(_asset);
        (await ReadyAsync()).Layout.TileCount.Should().Be(5);
    }

    [Fact]
    public async Task Build_CutOffByTheServersEnd_LeavesNothing()
    {
        await _pyramids.BuildAsync(_asset);
        await _cutter.WaitUntilAskedAsync();
        var ending = _pyramids.DisposeAsync();
        _cutter.Release();
        await ending;
        await using var next = new ImagePyramids(_blobs, _derived, _cutter);
        next.Find(_asset).Should().BeNull();
        Directory.EnumerateFiles(_folder["derived"], "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task File_ThatIsNoPack_IsCutAgain()
    {
        _cutter.Release();
        await _pyramids.BuildAsync(_asset);
        await ReadyAsync();
        var file = Directory.EnumerateFiles(_folder["derived"], "*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(file, new byte[100], Cancellation);
        _pyramids.Find(_asset).Should().BeNull();
        await _pyramids.BuildAsync(_asset);
        (await ReadyAsync()).Read(new TilePlace(0, 0, 0)).Should().Equal(0, 0, 0);
    }

    [Fact]
    public async Task Tiles_GivenUpForOthers_AreCutAgainAtTheNextLook()
    {
        _cutter.Release();
        await _pyramids.BuildAsync(_asset);
        await ReadyAsync();
        File.Delete(Directory.EnumerateFiles(_folder["derived"], "*", SearchOption.AllDirectories).Single());

        var look = () => _pyramids.GetAsync(_asset);
        while (_pyramids.Find(_asset) is null)
        {
            // Whoever looks is told to ask again; nobody has to begin the work by another call.
            await look.Invoking(ask => ask()).Should().ThrowAsync<ConflictException>().WithMessage("*Ask for its tiles again*");
            await Task.Delay(5, Cancellation);
        }

        (await look()).Read(new TilePlace(0, 1, 1)).Should().Equal(0, 1, 1);
        _cutter.Opened.Should().Be(2);
    }

    private async Task<TilePack> ReadyAsync()
    {
        while (true)
        {
            if (_pyramids.Find(_asset) is { } pack)
            {
                return pack;
            }

            await _pyramids.BuildAsync(_asset);
            await Task.Delay(5, Cancellation);
        }
    }

    /// <summary>Tiles whose bytes are their place; they wait to be released.</summary>
    private sealed class FakeCutter : ITileCutter
    {
        private readonly ManualResetEventSlim _released = new();
        private readonly TaskCompletionSource _asked = new();
        private int _opened;

        public int Opened => _opened;

        public Exception? Failure { get; set; }

        public void Release() => _released.Set();

        public Task WaitUntilAskedAsync() => _asked.Task;

        public ITileReader Open(string path, int tileSize)
        {
            Interlocked.Increment(ref _opened);
            return new Reader(this, new PyramidLayout(tileSize, 1000, 600));
        }

        private sealed class Reader(FakeCutter cutter, PyramidLayout layout) : ITileReader
        {
            private readonly Queue<TilePlace> _places = new([new(0, 0, 0), new(0, 1, 0), new(0, 0, 1), new(0, 1, 1), new(1, 0, 0)]);

            public PyramidLayout Layout => layout;

            public double Progress => 1 - (_places.Count / 5.0);

            public CutTile? Next()
            {
                cutter._asked.TrySetResult();
                cutter._released.Wait();
                if (cutter.Failure is { } failure)
                {
                    throw failure;
                }

                return _places.TryDequeue(out var place) ? new CutTile(place, [(byte)place.Level, (byte)place.Column, (byte)place.Row]) : null;
            }

            public void Dispose()
            {
            }
        }
    }
}
