namespace Platform.Training.Evaluation;

/// <summary>
/// The images that a model fails on most, for people to look at. Bounded whatever the number of images: the first of each ranking, with the
/// shapes that explain why.
/// </summary>
/// <param name="Confidence">Predictions below it count as not made.</param>
/// <param name="ImageCount">All that were evaluated.</param>
/// <param name="FaultyImageCount">Those with any fault.</param>
/// <param name="Images">Each once, in the order of evaluation.</param>
/// <param name="ByFalsePositives">Positions in <paramref name="Images"/>, most false positives first, then the most confident ones.</param>
/// <param name="ByMisses">As before, by missed objects.</param>
/// <param name="ByConfusions">As before, by objects that were found as another class.</param>
public sealed record WorstImages(
    double Confidence,
    int ImageCount,
    int FaultyImageCount,
    IReadOnlyList<WorstImage> Images,
    IReadOnlyList<int> ByFalsePositives,
    IReadOnlyList<int> ByMisses,
    IReadOnlyList<int> ByConfusions)
{
    /// <summary>Images of each ranking that are kept.</summary>
    public const int Kept = 24;

    /// <summary>Finds them by comparing every image's detections with its objects, as the confusion matrix does.</summary>
    public static WorstImages Of(IReadOnlyList<ImageResult> images, OverlapMeasure measure, double confidence, double overlap = .5) =>
        Rank([.. images.Select(image => WorstImage.Of(image, ImageMatching.Of(image, measure, confidence, overlap)))], confidence);

    /// <summary>Keeps the first of each ranking among judged images.</summary>
    public static WorstImages Rank(IReadOnlyList<WorstImage> judged, double confidence)
    {
        var falsePositives = First(judged, image => image.FalsePositives, ShapeVerdict.FalsePositive);
        var misses = First(judged, image => image.Misses, ShapeVerdict.Missed);
        var confusions = First(judged, image => image.Confusions, ShapeVerdict.Confused);
        var kept = falsePositives.Concat(misses).Concat(confusions).Distinct().Order().ToList();
        var positions = kept.Select((image, position) => (image, position)).ToDictionary(pair => pair.image, pair => pair.position);
        return new WorstImages(
            confidence, judged.Count, judged.Count(image => image.FalsePositives + image.Misses + image.Confusions > 0),
            [.. kept.Select(image => judged[image].Shortened())],
            [.. falsePositives.Select(image => positions[image])], [.. misses.Select(image => positions[image])], [.. confusions.Select(image => positions[image])]);
    }

    private static List<int> First(IReadOnlyList<WorstImage> judged, Func<WorstImage, int> faults, ShapeVerdict verdict) =>
    [
        .. Enumerable.Range(0, judged.Count).Where(image => faults(judged[image]) > 0)
            .OrderByDescending(image => faults(judged[image]))
            .ThenByDescending(image => judged[image].Shapes.Where(shape => shape.Verdict == verdict).Sum(shape => shape.Score ?? 0))
            .ThenBy(image => image)
            .Take(Kept),
    ];
}

/// <summary>An image with what a model got right and wrong on it.</summary>
/// <param name="Name">Of the sample.</param>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="Shapes">Faults first; the rest may be left out.</param>
public sealed record WorstImage(string Name, int Width, int Height, int FalsePositives, int Misses, int Confusions, IReadOnlyList<JudgedShape> Shapes)
{
    private const int MaxShapes = 80;

    internal static WorstImage Of(ImageResult image, ImageMatching matching)
    {
        var shapes = new List<JudgedShape>();
        var confusions = 0;
        foreach (var (g, d) in matching.Pairs)
        {
            var (truth, found) = (image.GroundTruth[g], image.Detections[d]);
            var verdict = truth.ClassIndex == found.ClassIndex ? ShapeVerdict.Right : ShapeVerdict.Confused;
            confusions += verdict == ShapeVerdict.Confused ? 1 : 0;
            shapes.Add(JudgedShape.OfTruth(truth, verdict));
            shapes.Add(JudgedShape.OfPrediction(found, verdict));
        }

        shapes.AddRange(matching.Missed.Select(g => JudgedShape.OfTruth(image.GroundTruth[g], ShapeVerdict.Missed)));
        shapes.AddRange(matching.Unfounded.Select(d => JudgedShape.OfPrediction(image.Detections[d], ShapeVerdict.FalsePositive)));
        return new WorstImage(image.Name ?? "", image.Width, image.Height, matching.Unfounded.Count, matching.Missed.Count, confusions, shapes);
    }

    internal WorstImage Shortened() => this with { Shapes = [.. Shapes.OrderBy(shape => shape.Verdict == ShapeVerdict.Right).Take(MaxShapes)] };
}

/// <summary>An object or a prediction, and whether they agree.</summary>
/// <param name="Score">Null for what people annotated.</param>
/// <param name="X">Left edge of its box in pixels of the upright image; a class of the whole image has an empty box.</param>
public sealed record JudgedShape(bool IsTruth, ShapeVerdict Verdict, int ClassIndex, double? Score, double X, double Y, double Width, double Height)
{
    internal static JudgedShape OfTruth(in GroundTruthBox truth, ShapeVerdict verdict) => Of(true, verdict, truth.ClassIndex, null, truth.Box);

    internal static JudgedShape OfPrediction(in DetectedBox found, ShapeVerdict verdict) => Of(false, verdict, found.ClassIndex, Math.Round(found.Score, 4), found.Box);

    private static JudgedShape Of(bool isTruth, ShapeVerdict verdict, int classIndex, double? score, CocoBox box) =>
        new(isTruth, verdict, classIndex, score, Math.Round(box.X, 1), Math.Round(box.Y, 1), Math.Round(box.Width, 1), Math.Round(box.Height, 1));
}

/// <summary>What a shape is after objects and predictions were compared.</summary>
public enum ShapeVerdict
{
    /// <summary>An object that was found, or the prediction that found it.</summary>
    Right,

    /// <summary>An object that was found as another class, or the prediction that says so.</summary>
    Confused,

    /// <summary>An object without a prediction.</summary>
    Missed,

    /// <summary>A prediction without an object.</summary>
    FalsePositive,
}
