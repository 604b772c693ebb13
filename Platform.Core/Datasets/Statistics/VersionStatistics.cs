using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Datasets.Statistics;

/// <summary>A field of a histogram, from its lower bound to below its upper one.</summary>
/// <param name="To">Infinite for the last one of a count.</param>
public sealed record StatisticsBin(double From, double To, IReadOnlyDictionary<SplitKind, int> Counts)
{
    public int Total => Counts.Values.Sum();
}

/// <summary>Pictures of one size.</summary>
public sealed record SizeCount(int Width, int Height, int Assets);

/// <summary>Shapes of one person or model.</summary>
/// <param name="Accepted">Of those, how many are content.</param>
public sealed record AnnotatorCount(string Name, bool IsModel, int Shapes, int Accepted);

/// <summary>The distributions of a version's accepted shapes and of its pictures.</summary>
/// <param name="ShapesOfAsset">Pictures by their number of shapes.</param>
/// <param name="ShapeSizes">Shapes by the root of their bounds' area over that of their picture: 0.1 for a tenth of both sides.</param>
/// <param name="AspectRatios">Shapes by the binary logarithm of width over height: 0 for a square, 1 for twice as wide as high.</param>
/// <param name="Sizes">The most frequent sizes of pictures.</param>
/// <param name="Centres">Shapes by the place of their centre on the picture, row after row of a square grid.</param>
/// <param name="Annotators">Shapes by who drew them, pending and rejected ones too.</param>
public sealed record VersionStatistics(
    IReadOnlyList<StatisticsBin> ShapesOfAsset, IReadOnlyList<StatisticsBin> ShapeSizes, IReadOnlyList<StatisticsBin> AspectRatios,
    IReadOnlyList<SizeCount> Sizes, int OtherSizes, IReadOnlyList<int> Centres, IReadOnlyList<AnnotatorCount> Annotators)
{
    /// <summary>Rows and columns of <see cref="Centres"/>.</summary>
    public const int CentreGrid = 32;
}

/// <summary>Gathers the distributions as shapes stream by.</summary>
internal sealed class StatisticsTally
{
    private const int SizeBins = 20;
    private const int AspectBins = 16;
    private const double AspectReach = 4;

    // Pictures with few shapes are told apart one by one, those with many by ever wider ranges.
    private static readonly double[] s_counts = [0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 21, 31, 51, 101, 201, double.PositiveInfinity];

    private readonly Bins _counts = new(s_counts);
    private readonly Bins _sizes = new([.. Enumerable.Range(0, SizeBins + 1).Select(i => (double)i / SizeBins)]);
    private readonly Bins _aspects = new([.. Enumerable.Range(0, AspectBins + 1).Select(i => -AspectReach + (2 * AspectReach * i / AspectBins))]);
    private readonly int[] _centres = new int[VersionStatistics.CentreGrid * VersionStatistics.CentreGrid];
    private readonly Dictionary<(string Name, bool IsModel), (int Shapes, int Accepted)> _annotators = [];

    public void AddAsset(SplitKind split, int shapes) => _counts.Add(split, shapes);

    public void AddShape(SplitKind split, int width, int height, BoxGeometry? bounds)
    {
        if (bounds is not { Width: > 0, Height: > 0 })
        {
            return;
        }

        _sizes.Add(split, Math.Sqrt(bounds.Width * bounds.Height / ((double)width * height)));
        _aspects.Add(split, Math.Log2(bounds.Width / bounds.Height));
        _centres[(Cell(bounds.Y + (bounds.Height / 2), height) * VersionStatistics.CentreGrid) + Cell(bounds.X + (bounds.Width / 2), width)]++;
    }

    public void AddAnnotator(string? name, AnnotationSource source, ReviewState state, string model)
    {
        var key = source == AnnotationSource.Model ? (model, true) : (name ?? "", false);
        var (shapes, accepted) = _annotators.GetValueOrDefault(key);
        _annotators[key] = (shapes + 1, accepted + (state == ReviewState.Accepted ? 1 : 0));
    }

    public VersionStatistics Finish(IReadOnlyList<SizeCount> sizes, int otherSizes) => new(
        _counts.ToList(), _sizes.ToList(), _aspects.ToList(), sizes, otherSizes, _centres,
        [.. _annotators.Select(pair => new AnnotatorCount(pair.Key.Name, pair.Key.IsModel, pair.Value.Shapes, pair.Value.Accepted)).OrderByDescending(annotator => annotator.Shapes).ThenBy(annotator => annotator.Name)]);

    private static int Cell(double place, int length) => Math.Clamp((int)(place / length * VersionStatistics.CentreGrid), 0, VersionStatistics.CentreGrid - 1);

    /// <summary>A histogram; what lies outside counts in its first or last field.</summary>
    private sealed class Bins(double[] edges)
    {
        private readonly int[,] _found = new int[edges.Length - 1, Enum.GetValues<SplitKind>().Length];

        public void Add(SplitKind split, double value)
        {
            var at = Array.BinarySearch(edges, value);
            _found[Math.Clamp(at >= 0 ? at : ~at - 1, 0, edges.Length - 2), (int)split]++;
        }

        public IReadOnlyList<StatisticsBin> ToList() =>
            [.. Enumerable.Range(0, edges.Length - 1).Select(i => new StatisticsBin(edges[i], edges[i + 1], Enum.GetValues<SplitKind>().ToDictionary(split => split, split => _found[i, (int)split])))];
    }
}
