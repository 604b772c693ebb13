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

/// <summary>Finds versions and assets for an actor together with what the area needs of them.</summary>
internal static class DatasetAccess
{
    public static async Task<VersionScope> FindVersionAsync(PlatformDbContext db, Actor actor, Guid versionId, Permission permission, CancellationToken cancellationToken)
    {
        var version = await db.DatasetVersionForAsync(actor, versionId, permission, cancellationToken);
        return await ScopeAsync(db, version, cancellationToken);
    }

    public static async Task<(Asset Asset, VersionScope Scope)> FindAssetAsync(PlatformDbContext db, Actor actor, Guid assetId, Permission permission, CancellationToken cancellationToken)
    {
        var asset = await db.AssetForAsync(actor, assetId, permission, cancellationToken);
        var version = await db.DatasetVersions.SingleAsync(row => row.Id == asset.DatasetVersionId, cancellationToken);
        return (asset, await ScopeAsync(db, version, cancellationToken));
    }

    /// <summary>The version's splits by kind.</summary>
    public static async Task<Dictionary<SplitKind, DatasetSplit>> SplitsAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken) =>
        await db.DatasetSplits.Where(split => split.DatasetVersionId == versionId).ToDictionaryAsync(split => split.Split, cancellationToken);

    private static async Task<VersionScope> ScopeAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken)
    {
        var found = await (
            from dataset in db.Datasets
            join project in db.Projects on dataset.ProjectId equals project.Id
            where dataset.Id == version.DatasetId
            select new { Dataset = dataset, project.DepartmentId }).SingleAsync(cancellationToken);
        return new VersionScope(version, found.Dataset, found.DepartmentId);
    }
}
