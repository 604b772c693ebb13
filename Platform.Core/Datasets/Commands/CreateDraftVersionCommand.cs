using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Commands;

/// <summary>Starts a new draft as a copy of any version: its splits, assets, annotations and open comments as rows; the files are shared.</summary>
public sealed class CreateDraftVersionCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <param name="versionTag">Null for the next free v1, v2, v3…</param>
    /// <returns>The new version's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid sourceVersionId, string? versionTag, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var source = await DatasetAccess.FindVersionAsync(db, actor, sourceVersionId, Permission.UploadAssets, cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                // A source that is a draft must not change between the copy of its assets and that of their annotations.
                await db.LockDatasetVersionAsync(sourceVersionId, cancellationToken);
                var tags = await db.DatasetVersions.Where(row => row.DatasetId == source.Dataset.Id).Select(row => row.VersionTag).ToListAsync(cancellationToken);
                var tag = versionTag is null ? NextTag(tags) : DatasetNames.CheckTag(versionTag);
                if (tags.Contains(tag))
                {
                    throw new DomainRuleException("dataset.tag_taken", $"'{source.Dataset.Name}' already has a version '{tag}'. Choose another tag.", source.Dataset.Name, tag);
                }

                var now = time.GetUtcNow().UtcDateTime;
                var version = new DatasetVersion(Ids.New(time), source.Dataset.Id, tag, source.Version.OntologyVersionId, sourceVersionId, now);
                var splits = await db.DatasetSplits.AsNoTracking().Where(row => row.DatasetVersionId == sourceVersionId).ToListAsync(cancellationToken);
                db.Add(version);
                db.AddRange(Enum.GetValues<SplitKind>().Select(kind =>
                    new DatasetSplit(Ids.New(time), version.Id, kind, splits.FirstOrDefault(split => split.Split == kind)?.Ratio ?? 0, now)));
                await db.SaveChangesAsync(cancellationToken);
                await db.CopyIntoOwnVersionAsync(() => CopyRowsAsync(db, sourceVersionId, version.Id, now, cancellationToken), cancellationToken);
                return version.Id;
            },
            cancellationToken);
    }

    // The hash is unique inside a version and so joins a copied asset with its original. Assets are walked in the order of an index, and their annotations read as they lie there: at a million rows a sort would cost as much as the copy.
    private static async Task CopyRowsAsync(PlatformDbContext db, Guid source, Guid target, DateTime now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync(CopyAssetsSql(db.CopiedIdSql("c.id")), [source, target, now], cancellationToken);
        await db.Database.ExecuteSqlRawAsync(CopyAnnotationsSql(db.CopiedIdSql("c.id")), [source, target, now], cancellationToken);
        await db.Database.ExecuteSqlRawAsync(CopyCommentsSql(db.CopiedIdSql("c.id")), [source, target], cancellationToken);
    }

    private static string CopyAssetsSql(string newId) => $$"""
        INSERT INTO asset (id, dataset_version_id, dataset_split_id, type, file_name, storage_uri, sha256, bytes, width, height, duration_ms, fps, frame_count, codec, excluded_frames, exif, revision, work_state, assignee_id,
                           perceptual_hash, group_key, tags, uploader_id, created_at)
        SELECT {{newId}}, {1}, n.id, c.type, c.file_name, c.storage_uri, c.sha256, c.bytes, c.width, c.height, c.duration_ms, c.fps, c.frame_count, c.codec, c.excluded_frames, c.exif, c.revision, c.work_state, c.assignee_id,
               c.perceptual_hash, c.group_key, c.tags, c.uploader_id, {2}
        FROM asset c
        JOIN dataset_split o ON o.id = c.dataset_split_id
        JOIN dataset_split n ON n.dataset_version_id = {1} AND n.split = o.split
        WHERE c.dataset_version_id = {0}
        ORDER BY c.id
        """;

    private static string CopyAnnotationsSql(string newId) => $$"""
        INSERT INTO annotation (id, asset_id, label_class_id, geometry_type, geometry, is_normalized, source, confidence, model_version_id, annotator_name, frame, track_id, z_order,
                                attributes, review_state, revision, created_at)
        SELECT {{newId}}, n.id, c.label_class_id, c.geometry_type, c.geometry, c.is_normalized, c.source, c.confidence, c.model_version_id,
               c.annotator_name, c.frame, c.track_id, c.z_order, c.attributes, c.review_state, c.revision, {2}
        FROM asset a
        JOIN asset n ON n.dataset_version_id = {1} AND n.sha256 = a.sha256
        JOIN annotation c ON c.asset_id = a.id
        WHERE a.dataset_version_id = {0}
        ORDER BY a.id
        """;

    // What was settled stays with the version that it was settled in.
    private static string CopyCommentsSql(string newId) => $$"""
        INSERT INTO review_comment (id, asset_id, author_id, x, y, frame, text, created_at)
        SELECT {{newId}}, n.id, c.author_id, c.x, c.y, c.frame, c.text, c.created_at
        FROM asset a
        JOIN asset n ON n.dataset_version_id = {1} AND n.sha256 = a.sha256
        JOIN review_comment c ON c.asset_id = a.id
        WHERE a.dataset_version_id = {0} AND c.resolved_at IS NULL
        """;

    private static string NextTag(List<string> tags) =>
        Enumerable.Range(1, int.MaxValue).Select(number => FormattableString.Invariant($"v{number}")).Skip(tags.Count).First(tag => !tags.Contains(tag));
}
