using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Core.Tiles;

namespace Platform.Core.Annotations.Queries;

/// <summary>The shapes of an asset.</summary>
public sealed class AnnotationQueries(IDbContextFactory<PlatformDbContext> contexts, TileOptions tiles)
{
    public async Task<AnnotationDocument> GetDocumentAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, scope) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        return await ReadAsync(db, actor, asset, scope, tiles, cancellationToken);
    }

    /// <summary>Shapes and revision of one moment: the revision is read first, so a save in between makes it too old, never too new.</summary>
    internal static async Task<AnnotationDocument> ReadAsync(PlatformDbContext db, Actor actor, Asset asset, VersionScope scope, TileOptions tiles, CancellationToken cancellationToken)
    {
        var (revision, work) = await AssetWorkReader.ReadAsync(db, asset.Id, cancellationToken);
        var rows = await db.Annotations.AsNoTracking().Where(row => row.AssetId == asset.Id).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        bool MayChange(Permission permission) => !scope.Version.IsFrozen && AccessPolicy.Allows(actor, permission, scope.DepartmentId);
        return new AnnotationDocument(
            asset.Id, revision, asset.Width, asset.Height, !MayChange(Permission.Annotate), work.State, work.Assignee, MayChange(Permission.Review), tiles.IsTiled(asset), TimingOf(asset),
            [.. rows.Select(ToItem)]);
    }

    private static VideoTiming? TimingOf(Asset asset) => asset.Type == AssetType.Video
        ? new VideoTiming(asset.FrameCount ?? 0, asset.Fps ?? 0, asset.DurationMs ?? 0, ExcludedFrames.Parse(asset.ExcludedFrames))
        : null;

    private static AnnotationItem ToItem(Annotation row) => new(
        row.Id,
        row.LabelClassId,
        row.GeometryType is { } type ? EnumText<ShapeType>.ToText(type) : null,
        JsonElement.Parse(row.Geometry),
        EnumText<AnnotationSource>.ToText(row.Source),
        row.Confidence,
        row.ModelVersionId,
        row.AnnotatorName,
        EnumText<ReviewState>.ToText(row.ReviewState),
        row.Attributes is { } attributes ? JsonElement.Parse(attributes) : null,
        row.Revision,
        row.Frame,
        row.TrackId,
        row.ZOrder);
}
