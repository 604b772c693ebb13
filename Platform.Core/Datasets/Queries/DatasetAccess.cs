using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Queries;

/// <summary>A dataset version with what access to it hangs on.</summary>
internal sealed record VersionScope(DatasetVersion Version, Dataset Dataset, Guid DepartmentId)
{
    /// <summary>Refuses changes of a frozen version before the database does, with the same code.</summary>
    public VersionScope DemandDraft() => Version.IsFrozen
        ? throw new DomainRuleException(
            TriggerMessages.FrozenCode, $"Version '{Version.VersionTag}' of '{Dataset.Name}' is frozen and never changes. Create a new version from it and change that one.", Version.VersionTag)
        : this;
}

/// <summary>Finds datasets, versions and assets for an actor: what he may not see does not exist, what he may not do is denied.</summary>
internal static class DatasetAccess
{
    public static async Task<Dataset> FindDatasetAsync(PlatformDbContext db, Actor actor, Guid datasetId, Permission permission, CancellationToken cancellationToken)
    {
        var found = await (
            from dataset in db.Datasets
            join project in db.Projects on dataset.ProjectId equals project.Id
            where dataset.Id == datasetId
            select new { Dataset = dataset, project.DepartmentId }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !AccessPolicy.Allows(actor, Permission.ViewProject, found.DepartmentId))
        {
            throw new NotFoundException("dataset", datasetId);
        }

        AccessPolicy.Demand(actor, permission, found.DepartmentId);
        return found.Dataset;
    }

    public static async Task<VersionScope> FindVersionAsync(PlatformDbContext db, Actor actor, Guid versionId, Permission permission, CancellationToken cancellationToken)
    {
        var found = await (
            from version in db.DatasetVersions
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            join project in db.Projects on dataset.ProjectId equals project.Id
            where version.Id == versionId
            select new VersionScope(version, dataset, project.DepartmentId)).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !AccessPolicy.Allows(actor, Permission.ViewProject, found.DepartmentId))
        {
            throw new NotFoundException("dataset version", versionId);
        }

        AccessPolicy.Demand(actor, permission, found.DepartmentId);
        return found;
    }

    public static async Task<(Asset Asset, VersionScope Scope)> FindAssetAsync(PlatformDbContext db, Actor actor, Guid assetId, Permission permission, CancellationToken cancellationToken)
    {
        var asset = await db.Assets.SingleOrDefaultAsync(row => row.Id == assetId, cancellationToken) ?? throw new NotFoundException("asset", assetId);
        try
        {
            return (asset, await FindVersionAsync(db, actor, asset.DatasetVersionId, permission, cancellationToken));
        }
        catch (NotFoundException)
        {
            throw new NotFoundException("asset", assetId);
        }
    }

    /// <summary>The version's splits by kind.</summary>
    public static async Task<Dictionary<SplitKind, DatasetSplit>> SplitsAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken) =>
        await db.DatasetSplits.Where(split => split.DatasetVersionId == versionId).ToDictionaryAsync(split => split.Split, cancellationToken);
}
