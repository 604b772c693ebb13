using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Annotations.Commands;

/// <summary>What two models see on one image.</summary>
/// <param name="Apart">Shapes of either that the other has no partner for.</param>
/// <param name="Total">Shapes of both.</param>
public sealed record AssetDisagreement(Guid AssetId, int Apart, int Total)
{
    public static AssetDisagreement Between(Guid assetId, IReadOnlyList<PredictedShape> first, IReadOnlyList<PredictedShape> second)
    {
        var total = first.Count + second.Count;
        return new AssetDisagreement(assetId, total - (2 * SameObjects.Pair(Compared(first), Compared(second)).Count), total);
    }

    private static List<ComparedShape> Compared(IReadOnlyList<PredictedShape> shapes) => [.. shapes.Select(shape => ComparedShape.Of(shape.ClassKey, shape.Geometry))];
}

/// <summary>Puts on record how far two models disagree on images of a draft, in place of what was known of these images.</summary>
public sealed class RecordDisagreementsCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const int AssetsAtOnce = 500;

    /// <param name="disagreements">An image that is not in the version, or no longer, is passed over.</param>
    public async Task ExecuteAsync(
        Actor actor, Guid versionId, Guid modelVersionId, Guid otherVersionId, IReadOnlyList<AssetDisagreement> disagreements, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.Annotate, cancellationToken)).DemandDraft();
        await db.ModelVersionForAsync(actor, modelVersionId, Permission.ViewProject, cancellationToken);
        await db.ModelVersionForAsync(actor, otherVersionId, Permission.ViewProject, cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var now = time.GetUtcNow().UtcDateTime;
                foreach (var part in disagreements.Chunk(AssetsAtOnce))
                {
                    var ids = part.Select(item => item.AssetId).ToList();
                    var own = (await db.Assets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id)).Select(asset => asset.Id).ToListAsync(cancellationToken)).ToHashSet();
                    await db.ModelDisagreements.Where(row => own.Contains(row.AssetId)).ExecuteDeleteAsync(cancellationToken);
                    db.AddRange(part.Where(item => own.Contains(item.AssetId)).Select(item => new ModelDisagreement(item.AssetId, modelVersionId, otherVersionId, item.Apart, item.Total, now)));
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }
}
