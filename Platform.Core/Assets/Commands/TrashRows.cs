using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Reviews.Model;

namespace Platform.Core.Assets.Commands;

/// <summary>Moves rows between the tables of assets and those of the trash by statements, each inside a transaction of the caller's that holds the version's lock.</summary>
internal static class TrashRows
{
    public const int IdsAtOnce = 500;

    /// <param name="ids">Assets of one version, at most <see cref="IdsAtOnce"/>.</param>
    /// <param name="by">Null for the platform itself.</param>
    public static async Task TrashAsync(PlatformDbContext db, IReadOnlyList<Guid> ids, DateTime now, Guid? by, CancellationToken cancellationToken)
    {
        var arrival = by is null ? "{0}, NULL" : "{0}, {1}";
        object[] values = by is { } person ? [now, person] : [now];
        await CopyAsync(db, typeof(Asset), typeof(Asset), typeof(TrashedAsset), "id", ids, cancellationToken, ", trashed_at, trashed_by_id", ", " + arrival, values);
        await CopyAsync(db, typeof(Annotation), typeof(Annotation), typeof(TrashedAnnotation), "asset_id", ids, cancellationToken);
        await CopyAsync(db, typeof(ReviewComment), typeof(ReviewComment), typeof(TrashedComment), "asset_id", ids, cancellationToken);
        await db.ModelDisagreements.Where(row => ids.Contains(row.AssetId)).ExecuteDeleteAsync(cancellationToken);
        await db.Annotations.Where(annotation => ids.Contains(annotation.AssetId)).ExecuteDeleteAsync(cancellationToken);
        await db.ReviewComments.Where(comment => ids.Contains(comment.AssetId)).ExecuteDeleteAsync(cancellationToken);
        await db.Assets.Where(asset => ids.Contains(asset.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <param name="ids">Assets in one version's trash, at most <see cref="IdsAtOnce"/>, none of whose bytes are in the version.</param>
    public static async Task RestoreAsync(PlatformDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await CopyAsync(db, typeof(Asset), typeof(TrashedAsset), typeof(Asset), "id", ids, cancellationToken);
        await CopyAsync(db, typeof(Annotation), typeof(TrashedAnnotation), typeof(Annotation), "asset_id", ids, cancellationToken);
        await CopyAsync(db, typeof(ReviewComment), typeof(TrashedComment), typeof(ReviewComment), "asset_id", ids, cancellationToken);
        await DropAsync(db, ids, cancellationToken);
    }

    /// <summary>Deletes for good; the stored bytes stay, as other versions may share them.</summary>
    public static async Task<int> DropAsync(PlatformDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await db.TrashedAnnotations.Where(annotation => ids.Contains(annotation.AssetId)).ExecuteDeleteAsync(cancellationToken);
        await db.TrashedComments.Where(comment => ids.Contains(comment.AssetId)).ExecuteDeleteAsync(cancellationToken);
        return await db.TrashedAssets.Where(asset => ids.Contains(asset.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Deletes a version's whole trash for good.</summary>
    public static async Task<int> EmptyAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken)
    {
        var assets = db.TrashedAssets.Where(asset => asset.DatasetVersionId == versionId);
        await db.TrashedAnnotations.Where(annotation => assets.Any(asset => asset.Id == annotation.AssetId)).ExecuteDeleteAsync(cancellationToken);
        await db.TrashedComments.Where(comment => assets.Any(asset => asset.Id == comment.AssetId)).ExecuteDeleteAsync(cancellationToken);
        return await assets.ExecuteDeleteAsync(cancellationToken);
    }

    // The columns are those of the live table, whichever way the rows go.
    private static Task<int> CopyAsync(
        PlatformDbContext db, Type live, Type from, Type to, string key, IReadOnlyList<Guid> ids, CancellationToken cancellationToken, string moreColumns = "", string moreValues = "", params object[] values)
    {
        var columns = string.Join(", ", db.Model.FindEntityType(live)!.GetProperties().Select(property => $"\"{property.GetColumnName()}\""));
        var places = string.Join(", ", ids.Select((_, index) => $"{{{values.Length + index}}}"));
        var sql = $"INSERT INTO {Table(to)} ({columns}{moreColumns}) SELECT {columns}{moreValues} FROM {Table(from)} WHERE {key} IN ({places})";
        return db.Database.ExecuteSqlRawAsync(sql, [.. values, .. ids.Cast<object>()], cancellationToken);

        string Table(Type type) => db.Model.FindEntityType(type)!.GetTableName()!;
    }
}
