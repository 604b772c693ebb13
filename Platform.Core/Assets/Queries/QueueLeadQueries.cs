using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;

namespace Platform.Core.Assets.Queries;

/// <summary>Why an image leads its queue: what its order goes by, alone.</summary>
/// <param name="LowestConfidence">Of a model's shapes that nobody reviewed.</param>
public sealed record QueueLead(double? LowestConfidence = null, RarestClass? Rarest = null, TwoModels? Models = null);

/// <summary>The rarest class on an image, with its number of shapes in the version.</summary>
public sealed record RarestClass(string DisplayName, int Count);

/// <summary>How far two model versions disagree on an image, in shapes of both.</summary>
public sealed record TwoModels(int Apart, int Total, string FirstModel, int FirstNumber, string SecondModel, int SecondNumber);

/// <summary>Says why an image stands where it does in a queue.</summary>
public sealed class QueueLeadQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <returns>Null where the order knows nothing of the image, and in upload order.</returns>
    public async Task<QueueLead?> FindAsync(Actor actor, Guid assetId, AssetOrder order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var asset = await db.AssetForAsync(actor, assetId, Permission.ViewProject, cancellationToken);
        return order switch
        {
            AssetOrder.LowestConfidence =>
                await db.Annotations.Where(shape => shape.AssetId == assetId && shape.ReviewState == ReviewState.Pending).MinAsync(shape => shape.Confidence, cancellationToken) is { } lowest
                    ? new QueueLead(LowestConfidence: lowest) : null,
            AssetOrder.RareClasses => await RarestAsync(db, asset.DatasetVersionId, assetId, cancellationToken) is { } rarest ? new QueueLead(Rarest: rarest) : null,
            AssetOrder.Disagreement => await ModelsAsync(db, assetId, cancellationToken) is { } models ? new QueueLead(Models: models) : null,
            _ => null,
        };
    }

    private static Task<RarestClass?> RarestAsync(PlatformDbContext db, Guid versionId, Guid assetId, CancellationToken cancellationToken)
    {
        var counts =
            from shape in db.Annotations
            join asset in db.Assets on shape.AssetId equals asset.Id
            where asset.DatasetVersionId == versionId && shape.ReviewState != ReviewState.Rejected
                && db.Annotations.Any(own => own.AssetId == assetId && own.ReviewState != ReviewState.Rejected && own.LabelClassId == shape.LabelClassId)
            group shape by shape.LabelClassId into shapes
            select new { ClassId = shapes.Key, Count = shapes.Count() };
        return (
            from count in counts
            join labelClass in db.LabelClasses on count.ClassId equals labelClass.Id
            orderby count.Count, labelClass.SortOrder
            select new RarestClass(labelClass.DisplayName, count.Count)).FirstOrDefaultAsync(cancellationToken);
    }

    private static Task<TwoModels?> ModelsAsync(PlatformDbContext db, Guid assetId, CancellationToken cancellationToken) => (
        from row in db.ModelDisagreements
        join first in db.ModelVersions on row.ModelVersionId equals first.Id
        join firstModel in db.Models on first.ModelId equals firstModel.Id
        join second in db.ModelVersions on row.OtherVersionId equals second.Id
        join secondModel in db.Models on second.ModelId equals secondModel.Id
        where row.AssetId == assetId
        select new TwoModels(
            row.Apart, row.Total,
            firstModel.Name, db.ModelVersions.Count(version => version.ModelId == first.ModelId && version.Id.CompareTo(first.Id) <= 0),
            secondModel.Name, db.ModelVersions.Count(version => version.ModelId == second.ModelId && version.Id.CompareTo(second.Id) <= 0))).FirstOrDefaultAsync(cancellationToken);
}
