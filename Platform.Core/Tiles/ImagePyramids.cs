using System.Collections.Concurrent;
using Platform.Core.Assets.Model;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Tiles;

/// <summary>
/// Tiles of stored images: cut on demand, one image at a time, and kept with the other derived files as long as those stay within their bound. A build that was cut
/// off leaves nothing but a temporary file, which the next process removes.
/// </summary>
public sealed class ImagePyramids(BlobCache blobs, DerivedFiles derived, ITileCutter cutter) : IAsyncDisposable
{
    public const int TileSize = 512;

    // Changes with the tiles' size and encoding.
    private const string DerivedName = "tiles-512-1";

    private readonly ConcurrentDictionary<string, Lazy<Build>> _builds = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _stop = new();

    /// <returns>The finished tiles, or null where they have not been cut yet.</returns>
    public TilePack? Find(Asset asset) => Find(asset.Sha256);

    /// <summary>The finished tiles. Where they are not there, or not any more, they are begun, and whoever asked is to ask again.</summary>
    public async Task<TilePack> GetAsync(Asset asset)
    {
        if (Find(asset) is null)
        {
            await BuildAsync(asset).ConfigureAwait(false);
        }

        return Find(asset) ?? throw new ConflictException("tiles.not_ready", "The image is still being prepared. Ask for its tiles again in a moment.");
    }

    /// <summary>Begins to cut the tiles unless that is under way, and says how far it is (0 to 1). The failure of a build is thrown once; the next call begins anew.</summary>
    public async Task<double> BuildAsync(Asset asset)
    {
        var begun = _builds.GetOrAdd(asset.Sha256, _ => new Lazy<Build>(() => Start(asset.StorageUri, asset.Sha256)));
        var build = begun.Value;
        if (!build.Running.IsCompleted)
        {
            return build.Progress;
        }

        _builds.TryRemove(KeyValuePair.Create(asset.Sha256, begun));
        await build.Running.ConfigureAwait(false);
        return 1;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var build in _builds.Values)
        {
            await build.Value.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
        _gate.Dispose();
    }

    private TilePack? Find(string sha256) => derived.Find(sha256, DerivedName) is { } path ? TilePack.Open(path) : null;

    private Build Start(string uri, string sha256)
    {
        var build = new Build();
        build.Running = Task.Run(() => CutAsync(uri, sha256, build, _stop.Token));
        return build;
    }

    private async Task CutAsync(string uri, string sha256, Build build, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A build may have ended between this one's caller looking for the tiles and asking for them.
            if (Find(sha256) is not null)
            {
                return;
            }

            var image = await blobs.GetPathAsync(uri, sha256, cancellationToken).ConfigureAwait(false);
            using var tiles = cutter.Open(image, TileSize);
            await derived.WriteAsync(
                sha256, DerivedName, file => TilePack.WriteAsync(tiles, file, progress => build.Progress = progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed class Build
    {
        private double _progress;

        public Task Running { get; set; } = Task.CompletedTask;

        public double Progress
        {
            get => Volatile.Read(ref _progress);
            set => Volatile.Write(ref _progress, value);
        }
    }
}
