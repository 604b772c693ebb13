using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.SmartTools.Queries;

/// <summary>Answers the canvas' smart tools. Nothing is written: what a tool proposes becomes a shape when the person accepts it.</summary>
public sealed class SmartToolQueries(IDbContextFactory<PlatformDbContext> contexts, AssetPictures pictures, ISmartTools tools, SmartToolOptions options)
{
    // Targets near each other share a map; the reach grows in these steps from the finest scale on.
    private const int SmallestReachPx = 256;
    private const double SpeckPx = 4;

    // How far a flood spreads on an image in tiles, which is never seen as a whole.
    private const int TiledFloodReachPx = 1000;

    private readonly BoundedCache<EdgeMapKey, IEdgeMap> _edgeMaps = new(options.EdgeMapCacheBytes, map => map.Bytes);
    private readonly SemaphoreSlim _gate = new(options.AtOnce > 0 ? options.AtOnce : Environment.ProcessorCount);

    /// <summary>Reads the picture ahead of its first tool, which is then as quick as all others.</summary>
    public async Task PrepareAsync(Actor actor, Guid assetId, int? frame, CancellationToken cancellationToken) =>
        await pictures.PrepareAsync(await FindAsync(actor, assetId, cancellationToken), frame, cancellationToken);

    public async Task<SmartSelection> FindInBoxAsync(Actor actor, Guid assetId, SmartBoxRequest request, CancellationToken cancellationToken)
    {
        var asset = await FindAsync(actor, assetId, cancellationToken);
        var box = SmartRules.Box(request.Box, asset.Width, asset.Height);
        var strokes = SmartRules.Strokes(request.Strokes, asset.Width, asset.Height);
        var epsilon = SmartRules.Epsilon(request.EpsilonPx, asset.Width, asset.Height);
        var picture = await pictures.GetAsync(asset, request.Frame, Around(box, strokes), cancellationToken);
        return await ComputeAsync(() => Answer(tools.SelectInBox(picture, box, strokes), asset, request.Output, epsilon), cancellationToken);
    }

    public async Task<SmartSelection> FindSimilarAsync(Actor actor, Guid assetId, SmartFloodRequest request, CancellationToken cancellationToken)
    {
        var asset = await FindAsync(actor, assetId, cancellationToken);
        var point = SmartRules.Point(request.Point, asset.Width, asset.Height);
        var tolerance = SmartRules.Tolerance(request.Tolerance);
        var epsilon = SmartRules.Epsilon(request.EpsilonPx, asset.Width, asset.Height);
        var picture = await pictures.GetAsync(asset, request.Frame, Around(point, TiledFloodReachPx), cancellationToken);
        return await ComputeAsync(
            () => Answer(tools.SelectSimilar(picture, point.X, point.Y, tolerance, request.IsContiguous), asset, request.Output, epsilon), cancellationToken);
    }

    /// <returns>A flat list of points for each target, in the order asked for.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<double>>> FindEdgePathsAsync(Actor actor, Guid assetId, SmartScissorsRequest request, CancellationToken cancellationToken)
    {
        var asset = await FindAsync(actor, assetId, cancellationToken);
        var from = SmartRules.Point(request.From, asset.Width, asset.Height);
        var paths = new List<IReadOnlyList<double>>();
        foreach (var to in SmartRules.Targets(request.To, asset.Width, asset.Height))
        {
            var key = new EdgeMapKey(asset.Sha256, request.Frame, from, ReachFor(from, to));
            var map = await _edgeMaps.GetAsync(key, () => MapEdgesAsync(asset, key), cancellationToken);
            paths.Add(map.PathTo(to.X, to.Y));
        }

        return paths;
    }

    private async Task<IEdgeMap> MapEdgesAsync(Asset asset, EdgeMapKey key)
    {
        var picture = await pictures.GetAsync(asset, key.Frame, Around(key.From, key.ReachPx), CancellationToken.None);
        return await ComputeAsync(() => tools.MapEdges(picture, key.From.X, key.From.Y, key.ReachPx), CancellationToken.None);
    }

    // A box with the margin that the background is learned from, and the strokes that may lead out of it.
    private static BoxToSearch Around(BoxToSearch box, IReadOnlyList<SmartStroke> strokes)
    {
        double left = box.Left, top = box.Top, right = box.Right, bottom = box.Bottom;
        foreach (var (x, y, radius) in strokes.Where(stroke => stroke.IsForeground).SelectMany(stroke => stroke.Points.Chunk(2).Select(point => (point[0], point[1], stroke.RadiusPx))))
        {
            (left, top, right, bottom) = (Math.Min(left, x - radius), Math.Min(top, y - radius), Math.Max(right, x + radius), Math.Max(bottom, y + radius));
        }

        double aroundX = (right - left) / 4, aroundY = (bottom - top) / 4;
        return new BoxToSearch(left - aroundX, top - aroundY, right + aroundX, bottom + aroundY);
    }

    private static BoxToSearch Around(SmartPoint point, int reachPx) => new(point.X - reachPx, point.Y - reachPx, point.X + reachPx, point.Y + reachPx);

    private static int ReachFor(SmartPoint from, SmartPoint to)
    {
        var reach = SmallestReachPx;
        for (var distance = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)); reach < distance;)
        {
            reach *= 2;
        }

        return reach;
    }

    private static SmartSelection Answer(ISelection selection, Asset asset, SmartOutput output, double epsilonPx)
    {
        using (selection)
        {
            return output == SmartOutput.Mask
                ? new SmartSelection(null, new MaskGeometry(asset.Height, asset.Width, RunLengths.Encode(selection.Runs())))
                : new SmartSelection(selection.Outlines(epsilonPx, Math.Max(SpeckPx, 4 * epsilonPx * epsilonPx), SmartRules.MaxPolygonPoints), null);
        }
    }

    private async Task<Asset> FindAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.Annotate, cancellationToken)).Asset;
    }

    // The computation itself takes a fraction of a second and cannot be interrupted; whoever left does not start it.
    private async Task<T> ComputeAsync<T>(Func<T> compute, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(compute, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed record EdgeMapKey(string Sha256, int? Frame, SmartPoint From, int ReachPx);
}
