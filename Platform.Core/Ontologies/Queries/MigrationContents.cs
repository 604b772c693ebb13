using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Queries;

/// <summary>A draft with the ontology version that it uses and the one that it is to use.</summary>
internal sealed record MigrationScope(VersionScope Version, LabelOntologyVersion From, LabelOntologyVersion To, IReadOnlyList<LabelClass> FromClasses, IReadOnlyList<LabelClass> ToClasses);

/// <summary>Reads a draft's shapes in bounded memory and asks the rules about each.</summary>
internal static class MigrationContents
{
    private const int AssetsAtOnce = 500;

    public static async Task<MigrationScope> FindAsync(PlatformDbContext db, Actor actor, Guid datasetVersionId, Guid toOntologyVersionId, Permission permission, CancellationToken cancellationToken)
    {
        var version = (await DatasetAccess.FindVersionAsync(db, actor, datasetVersionId, permission, cancellationToken)).DemandDraft();
        var to = await db.OntologyForAsync(actor, toOntologyVersionId, permission, cancellationToken);
        var from = await db.OntologyVersions.AsNoTracking().SingleAsync(row => row.Id == version.Version.OntologyVersionId, cancellationToken);
        if (to.ProjectId != version.Dataset.ProjectId)
        {
            throw new NotFoundException("ontology version", toOntologyVersionId);
        }

        if (to.Id == from.Id)
        {
            throw new DomainRuleException("migration.same_version", $"The dataset version uses ontology version '{to.VersionTag}' already. Choose another one.", to.VersionTag);
        }

        return new MigrationScope(version, from, to, await ClassesAsync(db, from.Id, cancellationToken), await ClassesAsync(db, to.Id, cancellationToken));
    }

    public static async Task<IReadOnlyList<LabelClass>> ClassesAsync(PlatformDbContext db, Guid ontologyVersionId, CancellationToken cancellationToken) =>
        await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == ontologyVersionId).OrderBy(row => row.SortOrder).ToListAsync(cancellationToken);

    /// <summary>The report of the whole draft; each asset's verdicts are shown to <paramref name="onAsset"/> as they are found.</summary>
    public static async Task<MigrationPreview> DecideAsync(
        PlatformDbContext db, MigrationScope scope, MigrationRules rules, Func<IReadOnlyList<MigrationVerdict>, Task>? onAsset, CancellationToken cancellationToken)
    {
        using var report = new MigrationReport(rules);
        await foreach (var (asset, shapes) in ReadAsync(db, scope.Version.Version.Id, rules.NeedGeometry, cancellationToken))
        {
            var ruled = shapes.Where(shape => rules.Find(shape.ClassId) is not null).ToList();
            report.AddStrays(shapes.Count - ruled.Count);
            var verdicts = MigrationVerdicts.Of(asset, ruled, rules).ToList();
            report.Add(asset, verdicts);
            if (onAsset is not null)
            {
                await onAsset(verdicts);
            }
        }

        return report.Finish(scope.Version.Version.Id, scope.From.Id, scope.To.Id);
    }

    private static async IAsyncEnumerable<(MigrationAsset Asset, IReadOnlyList<MigrationShape> Shapes)> ReadAsync(
        PlatformDbContext db, Guid versionId, bool withGeometry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var assets = await db.Assets.Where(asset => asset.DatasetVersionId == versionId).OrderBy(asset => asset.Id)
            .Select(asset => new MigrationAsset(asset.Id, asset.FileName, asset.Type == AssetType.Video, asset.Width, asset.Height)).ToListAsync(cancellationToken);
        foreach (var batch in assets.Chunk(AssetsAtOnce))
        {
            var ids = batch.Select(asset => asset.Id).ToArray();
            var rows = db.Annotations.Where(row => ids.Contains(row.AssetId)).OrderBy(row => row.Id);
            var shapes = (withGeometry
                ? await rows.Select(row => new MigrationShape(row.Id, row.AssetId, row.LabelClassId, row.GeometryType, row.Geometry, row.Attributes, row.Frame, row.TrackId)).ToListAsync(cancellationToken)
                : await rows.Select(row => new MigrationShape(row.Id, row.AssetId, row.LabelClassId, row.GeometryType, "", row.Attributes, row.Frame, row.TrackId)).ToListAsync(cancellationToken))
                .ToLookup(shape => shape.AssetId);
            foreach (var asset in batch.Where(asset => shapes.Contains(asset.Id)))
            {
                yield return (asset, [.. shapes[asset.Id]]);
            }
        }
    }
}
