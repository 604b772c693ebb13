using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Data;

namespace Platform.Core.Assets.Queries;

/// <summary>An asset of the same version, to go to from the canvas.</summary>
public sealed record SiblingAsset(Guid Id, string FileName, AssetType Type, WorkState WorkState, int AnnotationCount);

/// <summary>The way from one asset to others of its version, by name or by one's own trace.</summary>
public sealed class SiblingQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public const int MostFound = 40;

    private const int MostRecent = 12;

    /// <summary>
    /// Assets whose names hold every word of the text, in upload order, at most <see cref="MostFound"/>. Names are compared here and not by the database, which
    /// knows no initial consonants; they are streamed, and reading ends with the last one needed.
    /// </summary>
    /// <param name="text">Empty for the assets that the actor drew on last, the latest first.</param>
    public async Task<IReadOnlyList<SiblingAsset>> FindAsync(Actor actor, Guid assetId, string? text, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var asset = await db.AssetForAsync(actor, assetId, Permission.ViewProject, cancellationToken);
        var ids = string.IsNullOrWhiteSpace(text)
            ? await RecentAsync(db, actor, asset.DatasetVersionId, cancellationToken)
            : await NamedAsync(db, new NameSearch(text), asset.DatasetVersionId, cancellationToken);
        var found = await db.Assets.Where(row => ids.Contains(row.Id))
            .Select(row => new SiblingAsset(row.Id, row.FileName, row.Type, row.WorkState, db.Annotations.Count(shape => shape.AssetId == row.Id && shape.ReviewState != ReviewState.Rejected)))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    private static async Task<List<Guid>> NamedAsync(PlatformDbContext db, NameSearch search, Guid versionId, CancellationToken cancellationToken)
    {
        var names = db.Assets.Where(asset => asset.DatasetVersionId == versionId).OrderBy(asset => asset.Id).Select(asset => new { asset.Id, asset.FileName });
        var found = new List<Guid>();
        await foreach (var asset in names.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (search.Fits(asset.FileName))
            {
                found.Add(asset.Id);
                if (found.Count == MostFound)
                {
                    break;
                }
            }
        }

        return found;
    }

    // By when the actor's own shapes came to be: what a person changed of others' work leaves no time behind.
    private static async Task<List<Guid>> RecentAsync(PlatformDbContext db, Actor actor, Guid versionId, CancellationToken cancellationToken) =>
        await (from shape in db.Annotations
               join asset in db.Assets on shape.AssetId equals asset.Id
               where asset.DatasetVersionId == versionId && shape.Source == AnnotationSource.Human && shape.AnnotatorName == actor.Name
               group shape by shape.AssetId into drawn
               orderby drawn.Max(shape => shape.CreatedAt) descending, drawn.Key descending
               select drawn.Key).Take(MostRecent).ToListAsync(cancellationToken);
}
