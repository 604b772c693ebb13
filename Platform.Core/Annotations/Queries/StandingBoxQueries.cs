using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Annotations.Queries;

/// <summary>Boxes that a model is asked to look into.</summary>
public sealed class StandingBoxQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="versionId">The images' version.</param>
    /// <param name="assetIds">Images of it; others have no boxes.</param>
    /// <param name="question">What the model can say.</param>
    /// <param name="overwrite">Also boxes that people have answered for.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<IReadOnlyDictionary<Guid, StandingBoxes>> ListAsync(
        Actor actor, Guid versionId, IReadOnlyList<Guid> assetIds, BoxQuestion question, bool overwrite, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var classes = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == scope.Version.OntologyVersionId).ToDictionaryAsync(row => row.Id, cancellationToken);
        var rows = await (
            from annotation in db.Annotations.AsNoTracking()
            join asset in db.Assets on annotation.AssetId equals asset.Id
            where asset.DatasetVersionId == versionId && assetIds.Contains(asset.Id) && annotation.GeometryType == ShapeType.Bbox
            orderby annotation.Id
            select annotation).ToListAsync(cancellationToken);
        return rows.Where(row => question.Concerns(row, classes[row.LabelClassId])).GroupBy(row => row.AssetId).ToDictionary(
            asset => asset.Key,
            asset =>
            {
                var open = asset.Where(row => overwrite || question.IsOpen(row)).ToList();
                return new StandingBoxes(
                    [.. open.Select(row => new StandingBox(row.Id, row.Revision, TrainingFrames.ToBox(0, TrainingFrames.Parse(row.Geometry))))], asset.Count() - open.Count);
            });
    }
}
