using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Reviews.Queries;

/// <summary>How far two people agree on images that both labelled.</summary>
/// <param name="Both">Objects of the same class that both drew, with an IoU of one half or more.</param>
/// <param name="OnlyFirst">Objects that the first drew alone.</param>
/// <param name="MeanIou">Of the objects that both drew; null where there are none, and for tags.</param>
public sealed record Agreement(string First, string Second, int Images, int Both, int OnlyFirst, int OnlySecond, double? MeanIou)
{
    /// <summary>Twice what both drew by all that was drawn: F1 with either as the truth; 1 where neither drew anything.</summary>
    public double F1 => Both + OnlyFirst + OnlySecond == 0 ? 1 : 2.0 * Both / ((2 * Both) + OnlyFirst + OnlySecond);
}

/// <summary>Compares what different people drew on the same images, which stand in two versions of one or two datasets.</summary>
public sealed class AgreementQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int ImagesAtOnce = 200;

    private sealed record Labelled(string Person, IReadOnlyList<ComparedShape> Shapes);

    /// <summary>By pair of people, the one with most images first. An image is whose who drew most of its accepted shapes; those of one and the same person are left out.</summary>
    public async Task<IReadOnlyList<Agreement>> CompareAsync(Actor actor, Guid firstVersionId, Guid secondVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, firstVersionId, Permission.ViewProject, cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, secondVersionId, Permission.ViewProject, cancellationToken);
        var pairs = await (
            from first in db.Assets
            join second in db.Assets on first.Sha256 equals second.Sha256
            where first.DatasetVersionId == firstVersionId && second.DatasetVersionId == secondVersionId && first.Id != second.Id
            orderby first.Sha256
            select new { First = first.Id, Second = second.Id }).ToListAsync(cancellationToken);
        var tallies = new Dictionary<(string, string), Tally>();
        foreach (var chunk in pairs.Chunk(ImagesAtOnce))
        {
            var labelled = await ReadAsync(db, [.. chunk.SelectMany(pair => new[] { pair.First, pair.Second })], cancellationToken);
            foreach (var pair in chunk)
            {
                if (labelled.TryGetValue(pair.First, out var one) && labelled.TryGetValue(pair.Second, out var other) && one.Person != other.Person)
                {
                    var isOrdered = string.CompareOrdinal(one.Person, other.Person) < 0;
                    var (a, b) = isOrdered ? (one, other) : (other, one);
                    (tallies.TryGetValue((a.Person, b.Person), out var tally) ? tally : tallies[(a.Person, b.Person)] = new Tally()).Add(a.Shapes, b.Shapes);
                }
            }
        }

        return
        [
            .. tallies.Select(pair => pair.Value.ToAgreement(pair.Key.Item1, pair.Key.Item2))
                .OrderByDescending(agreement => agreement.Images).ThenBy(agreement => agreement.First, StringComparer.Ordinal).ThenBy(agreement => agreement.Second, StringComparer.Ordinal),
        ];
    }

    private static async Task<Dictionary<Guid, Labelled>> ReadAsync(PlatformDbContext db, IReadOnlyList<Guid> assetIds, CancellationToken cancellationToken)
    {
        var rows = await (
            from shape in db.Annotations
            join labelClass in db.LabelClasses on shape.LabelClassId equals labelClass.Id
            where assetIds.Contains(shape.AssetId) && shape.ReviewState == ReviewState.Accepted && shape.AnnotatorName != null && shape.Frame == null
            select new { shape.AssetId, labelClass.Key, shape.GeometryType, shape.Geometry, shape.AnnotatorName }).ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.AssetId).ToDictionary(image => image.Key, image => new Labelled(
            image.GroupBy(row => row.AnnotatorName!).OrderByDescending(person => person.Count()).ThenBy(person => person.Key, StringComparer.Ordinal).First().Key,
            [.. image.Select(row => new ComparedShape(row.Key, row.GeometryType, row.GeometryType is null ? null : GeometryJson.Parse(row.GeometryType, row.Geometry).Bounds))]));
    }

    private sealed class Tally
    {
        private int _images;
        private int _both;
        private int _onlyFirst;
        private int _onlySecond;
        private int _measured;
        private double _overlaps;

        public void Add(IReadOnlyList<ComparedShape> first, IReadOnlyList<ComparedShape> second)
        {
            var pairs = SameObjects.Pair(first, second);
            var measured = pairs.Where(pair => first[pair.First].Bounds is not null).ToList();
            _measured += measured.Count;
            _overlaps += measured.Sum(pair => pair.Overlap);
            _images++;
            _both += pairs.Count;
            _onlyFirst += first.Count - pairs.Count;
            _onlySecond += second.Count - pairs.Count;
        }

        public Agreement ToAgreement(string first, string second) => new(first, second, _images, _both, _onlyFirst, _onlySecond, _measured == 0 ? null : _overlaps / _measured);
    }
}
