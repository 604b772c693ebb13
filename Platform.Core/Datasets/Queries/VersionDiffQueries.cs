using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Comparison;

namespace Platform.Core.Datasets.Queries;

/// <summary>Compares two versions that the actor may see, of one dataset or of two, in bounded memory: both are read side by side in the order of their content hashes.</summary>
public sealed class VersionDiffQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public const int MaxPageSize = 200;

    public async Task<VersionDiff> SummariseAsync(Actor actor, Guid baseId, Guid targetId, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var left = (await DatasetAccess.FindVersionAsync(db, actor, baseId, Permission.ViewProject, cancellationToken)).Version;
        var right = (await DatasetAccess.FindVersionAsync(db, actor, targetId, Permission.ViewProject, cancellationToken)).Version;
        await foreach (var (before, after) in PairsAsync(actor, baseId, targetId, null, cancellationToken))
        {
            tally.Add(before, after);
        }

        var baseClasses = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == left.OntologyVersionId).OrderBy(row => row.SortOrder).ToListAsync(cancellationToken);
        var targetClasses = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == right.OntologyVersionId).OrderBy(row => row.SortOrder).ToListAsync(cancellationToken);
        var (inBase, inTarget) = (baseClasses.Select(row => row.Key).ToHashSet(), targetClasses.Select(row => row.Key).ToHashSet());
        return tally.ToDiff(left, right, [.. targetClasses.Concat(baseClasses).DistinctBy(row => row.Key).Select(row => new ClassShift(
            row.Key, row.DisplayName, row.Color, inBase.Contains(row.Key), inTarget.Contains(row.Key),
            tally.Before.GetValueOrDefault(row.Key), tally.After.GetValueOrDefault(row.Key)))]);
    }

    /// <summary>The assets that differ, by content hash.</summary>
    /// <param name="after">The last page's <see cref="AssetDiffPage.Next"/>; null for the first page.</param>
    /// <param name="kind">Only assets of this kind; null for all that differ.</param>
    public async Task<AssetDiffPage> ListAsync(Actor actor, Guid baseId, Guid targetId, DiffKind? kind, string? after, int pageSize, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var items = new List<AssetDiff>();
        await foreach (var (before, now) in PairsAsync(actor, baseId, targetId, after, cancellationToken))
        {
            var diff = Compare(before, now);
            if (diff.Kind == DiffKind.Unchanged || (kind is { } wanted && diff.Kind != wanted))
            {
                continue;
            }

            if (items.Count == size)
            {
                return new AssetDiffPage(items, items[^1].Sha256);
            }

            items.Add(diff);
        }

        return new AssetDiffPage(items, null);
    }

    private async IAsyncEnumerable<(ContentAsset? Before, ContentAsset? After)> PairsAsync(
        Actor actor, Guid baseId, Guid targetId, string? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var leftDb = await contexts.CreateDbContextAsync(cancellationToken);
        await using var rightDb = await contexts.CreateDbContextAsync(cancellationToken);
        var leftVersion = (await DatasetAccess.FindVersionAsync(leftDb, actor, baseId, Permission.ViewProject, cancellationToken)).Version;
        var rightVersion = (await DatasetAccess.FindVersionAsync(rightDb, actor, targetId, Permission.ViewProject, cancellationToken)).Version;
        await using var left = DatasetContent.ReadAsync(leftDb, leftVersion, from, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var right = DatasetContent.ReadAsync(rightDb, rightVersion, from, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (hasLeft, hasRight) = (await left.MoveNextAsync(), await right.MoveNextAsync());
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : string.CompareOrdinal(left.Current.Sha256, right.Current.Sha256);
            yield return (order <= 0 ? left.Current : null, order >= 0 ? right.Current : null);
            hasLeft = order <= 0 ? await left.MoveNextAsync() : hasLeft;
            hasRight = order >= 0 ? await right.MoveNextAsync() : hasRight;
        }
    }

    private static AssetDiff Compare(ContentAsset? before, ContentAsset? after)
    {
        var known = (after ?? before)!;
        var shapes = ShapeMatching.Compare(before?.Shapes ?? [], after?.Shapes ?? []);
        var kind = before is null ? DiffKind.Added
            : after is null ? DiffKind.Removed
            : before.Split != after.Split || shapes.Any(shape => shape.Kind != DiffKind.Unchanged) ? DiffKind.Changed : DiffKind.Unchanged;
        return new AssetDiff(kind, known.Sha256, before?.Id, after?.Id, known.FileName, known.Type, known.Width, known.Height, before?.Split, after?.Split, shapes);
    }

    /// <summary>Counts differences as they stream by.</summary>
    private sealed class Tally
    {
        private readonly int[] _assets = new int[Enum.GetValues<DiffKind>().Length];
        private readonly int[] _shapes = new int[Enum.GetValues<DiffKind>().Length];
        private int _moved;
        private int _redrawn;

        public Dictionary<string, int> Before { get; } = [];

        public Dictionary<string, int> After { get; } = [];

        public void Add(ContentAsset? before, ContentAsset? after)
        {
            var diff = Compare(before, after);
            _assets[(int)diff.Kind]++;
            _moved += diff.IsMoved ? 1 : 0;
            _redrawn += diff.IsRedrawn ? 1 : 0;
            foreach (var shape in diff.Shapes)
            {
                _shapes[(int)shape.Kind]++;
            }

            Count(before, Before);
            Count(after, After);
        }

        public VersionDiff ToDiff(Model.DatasetVersion left, Model.DatasetVersion right, IReadOnlyList<ClassShift> classes) => new(
            left.Id, left.VersionTag, right.Id, right.VersionTag,
            _assets[(int)DiffKind.Added], _assets[(int)DiffKind.Removed], _assets[(int)DiffKind.Changed], _assets[(int)DiffKind.Unchanged], _moved, _redrawn,
            _shapes[(int)DiffKind.Added], _shapes[(int)DiffKind.Removed], _shapes[(int)DiffKind.Changed], _shapes[(int)DiffKind.Unchanged], classes);

        private static void Count(ContentAsset? asset, Dictionary<string, int> counts)
        {
            foreach (var shape in (asset?.Shapes ?? []).Where(shape => shape.ReviewState == ReviewState.Accepted))
            {
                counts[shape.ClassKey] = counts.GetValueOrDefault(shape.ClassKey) + 1;
            }
        }
    }
}
