using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Statistics;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Queries;

/// <summary>Distributions over a version, in one pass over its shapes.</summary>
public sealed class StatisticsQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int MaxSizes = 24;

    public async Task<VersionStatistics> GetAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var splits = (await DatasetAccess.SplitsAsync(db, versionId, cancellationToken)).ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        var assets = await db.Assets.Where(asset => asset.DatasetVersionId == versionId)
            .Select(asset => new Picture(asset.Id, asset.DatasetSplitId, asset.Width, asset.Height)).ToDictionaryAsync(asset => asset.Id, cancellationToken);
        var models = await (
            from version in db.ModelVersions
            join model in db.Models on version.ModelId equals model.Id
            where db.Annotations.Any(annotation => annotation.ModelVersionId == version.Id)
            select new { version.Id, Name = model.Name }).ToDictionaryAsync(version => version.Id, version => version.Name, cancellationToken);

        var tally = new StatisticsTally();
        var counts = new Dictionary<Guid, int>();
        var shapes =
            from annotation in db.Annotations
            join asset in db.Assets on annotation.AssetId equals asset.Id
            where asset.DatasetVersionId == versionId
            select new { annotation.AssetId, annotation.GeometryType, annotation.Geometry, annotation.ReviewState, annotation.Source, annotation.AnnotatorName, annotation.ModelVersionId };
        await foreach (var shape in shapes.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.AddAnnotator(shape.AnnotatorName, shape.Source, shape.ReviewState, shape.ModelVersionId is { } id ? models.GetValueOrDefault(id, "") : "");
            if (shape.ReviewState == ReviewState.Accepted && assets.TryGetValue(shape.AssetId, out var asset))
            {
                counts[shape.AssetId] = counts.GetValueOrDefault(shape.AssetId) + 1;
                tally.AddShape(splits[asset.SplitId], asset.Width, asset.Height, BoundsOf(shape.GeometryType, shape.Geometry));
            }
        }

        foreach (var asset in assets.Values)
        {
            tally.AddAsset(splits[asset.SplitId], counts.GetValueOrDefault(asset.Id));
        }

        var sizes = assets.Values.GroupBy(asset => (asset.Width, asset.Height)).Select(group => new SizeCount(group.Key.Width, group.Key.Height, group.Count()))
            .OrderByDescending(size => size.Assets).ThenBy(size => size.Width).ThenBy(size => size.Height).ToList();
        return tally.Finish([.. sizes.Take(MaxSizes)], sizes.Skip(MaxSizes).Sum(size => size.Assets));
    }

    // Geometry that somebody made unreadable behind the program's back is for the freeze check to report.
    private static BoxGeometry? BoundsOf(ShapeType? type, string geometry)
    {
        try
        {
            return type is null ? null : GeometryJson.Parse(type, geometry).Bounds;
        }
        catch (Exception exception) when (exception is DomainRuleException or FormatException)
        {
            return null;
        }
    }

    private sealed record Picture(Guid Id, Guid SplitId, int Width, int Height);
}
