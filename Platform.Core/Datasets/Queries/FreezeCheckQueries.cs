using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Datasets.Queries;

/// <summary>The checklist that the freeze page shows; the freeze itself checks again inside its transaction.</summary>
public sealed class FreezeCheckQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<FreezeCheck> CheckAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var checklist = await StartAsync(db, scope.Version, cancellationToken);
        await foreach (var asset in DatasetContent.ReadAsync(db, scope.Version, cancellationToken))
        {
            checklist.Add(asset);
        }

        var leaks = await LeakQueries.ReportAsync(db, versionId, cancellationToken);
        var trashed = await db.TrashedAssets.CountAsync(asset => asset.DatasetVersionId == versionId, cancellationToken);
        IEnumerable<FreezeIssue> trash = trashed == 0 ? [] : [new FreezeIssue("freeze.trash", false, $"{trashed} images lie in the trash. Freezing deletes them for good; restore first what you still need.", trashed, [])];
        return new FreezeCheck([.. checklist.Finish().Issues, .. trash, .. Enum.GetValues<GroupSource>().Where(source => leaks.Groups[source] > 0).Select(source => ToIssue(leaks, source))]);
    }

    /// <summary>An empty checklist for the version, to which its assets are added as they are read.</summary>
    internal static async Task<FreezeChecklist> StartAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken)
    {
        var ontology = await db.OntologyVersions.AsNoTracking().SingleAsync(row => row.Id == version.OntologyVersionId, cancellationToken);
        var classCount = await db.LabelClasses.CountAsync(row => row.OntologyVersionId == ontology.Id, cancellationToken);
        var demandsReview = await db.Projects.Where(project => project.Id == ontology.ProjectId).Select(project => project.DemandsReview).SingleAsync(cancellationToken);
        return new FreezeChecklist(classCount, ontology.IsFrozen, ontology.VersionTag, demandsReview);
    }

    // A warning: whether a folder means anything is for people to say.
    private static FreezeIssue ToIssue(LeakReport leaks, GroupSource source)
    {
        var count = leaks.Groups[source];
        var (code, message) = source switch
        {
            GroupSource.Folder => ("freeze.leak_folder", $"{count} folders have images in several splits. If their images belong together, split again and keep folders together."),
            GroupSource.NearDuplicates => ("freeze.leak_near_duplicates", $"{count} groups of images that look alike stand in several splits. Split again and keep near-duplicates together."),
            _ => ("freeze.leak_column", $"{count} groups of the uploaded list stand in several splits. Split again and keep the list's groups together."),
        };
        return new FreezeIssue(code, false, message, count, [.. leaks.Leaks.Where(leak => leak.Source == source).SelectMany(leak => leak.Examples.Take(2)).Take(20).Select(asset => new FreezeOffender(asset.AssetId, asset.FileName))]);
    }
}
