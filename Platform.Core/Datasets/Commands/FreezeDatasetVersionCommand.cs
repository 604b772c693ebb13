using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Commands;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Datasets.Commands;

/// <summary>What a freeze sealed.</summary>
public sealed record FrozenVersion(Guid VersionId, string ContentSha256);

/// <summary>
/// Freezes a draft whose ontology is frozen: checks, hashes and flags in one transaction that keeps every other change out, so the hash is
/// that of exactly what is frozen. What lies in the trash can no longer come back and is deleted for good.
/// </summary>
public sealed class FreezeDatasetVersionCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>Freezing a frozen version again changes nothing. Throws <see cref="FreezeBlockedException"/> with the checklist.</summary>
    public async Task<FrozenVersion> ExecuteAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.FreezeDataset, cancellationToken);
                var version = scope.Version;
                if (version.IsFrozen)
                {
                    return new FrozenVersion(versionId, version.ContentSha256!);
                }

                await TrashRows.EmptyAsync(db, versionId, cancellationToken);
                version.Freeze(await CheckAndHashAsync(db, version, cancellationToken));
                db.Record(actor, AuditActions.DatasetVersionFrozen, AuditSubjects.Of(scope), ("sha256", version.ContentSha256));
                await db.SaveChangesAsync(cancellationToken);
                return new FrozenVersion(versionId, version.ContentSha256!);
            },
            cancellationToken);
    }

    // One pass for both: reading the rows is most of the work.
    private static async Task<string> CheckAndHashAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken)
    {
        var checklist = await FreezeCheckQueries.StartAsync(db, version, cancellationToken);
        using var hash = new ManifestHash();
        await foreach (var line in DatasetContent.ManifestAsync(db, version, checklist.Add, cancellationToken))
        {
            hash.Add(line);
        }

        return checklist.Finish() is { CanFreeze: false } check ? throw new FreezeBlockedException(check) : hash.Finish();
    }
}
