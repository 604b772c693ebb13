using Platform.Training.Evaluation;

namespace Platform.Training.Tasks.Cls;

/// <summary>Counts how often a classifier is right.</summary>
public static class ClassificationEvaluator
{
    private const int Best = 5;

    /// <summary>Share of right answers from which on a class is said for sure.</summary>
    private const double Sure = 0.95;

    /// <param name="probabilities">One array of C values an image; equal ones are ranked by class index.</param>
    /// <param name="tags">The image's classes, at least one each.</param>
    /// <param name="classCount">C.</param>
    public static ClassificationMetrics Evaluate(IReadOnlyList<float[]> probabilities, IReadOnlyList<int[]> tags, int classCount)
    {
        var confusion = new int[classCount * classCount];
        var (top1, top5) = (0, 0);
        var calibration = new CalibrationTally();
        for (var image = 0; image < probabilities.Count; image++)
        {
            var ranked = Enumerable.Range(0, classCount).OrderByDescending(c => probabilities[image][c]).Take(Best).ToList();
            var isRight = tags[image].Contains(ranked[0]);
            calibration.Add(probabilities[image][ranked[0]], isRight);
            top1 += isRight ? 1 : 0;
            top5 += ranked.Any(tags[image].Contains) ? 1 : 0;
            confusion[((isRight ? ranked[0] : tags[image][0]) * classCount) + ranked[0]]++;
        }

        var classes = Enumerable.Range(0, classCount).Select(c => OneClass(c, tags, confusion, classCount)).ToList();
        var present = classes.Where(item => item.Accuracy is not null).ToList();
        return new ClassificationMetrics
        {
            Top1 = Share(top1, probabilities.Count) ?? 0,
            Top5 = Share(top5, probabilities.Count) ?? 0,
            Precision = Mean(present, item => item.Precision ?? 0),
            Recall = Mean(present, item => item.Accuracy!.Value),
            F1 = Mean(present, F1),
            ImageCount = probabilities.Count,
            Classes = classes,
            SureFrom = [.. Enumerable.Range(0, classCount).Select(c => SureFrom(c, probabilities, tags))],
            Confusion = confusion,
            Calibration = calibration.Finish(),
        };
    }

    /// <summary>The images that the classifier is wrong about, the surest first.</summary>
    /// <param name="images">Name and size in pixels of each image.</param>
    /// <param name="probabilities">One array of C values an image.</param>
    /// <param name="tags">The image's classes, at least one each.</param>
    public static WorstImages Worst(IReadOnlyList<(string Name, int Width, int Height)> images, IReadOnlyList<float[]> probabilities, IReadOnlyList<int[]> tags) =>
        WorstImages.Rank([.. images.Select((image, i) => Judge(image, probabilities[i], tags[i]))], confidence: 0);

    private static WorstImage Judge((string Name, int Width, int Height) image, float[] probabilities, int[] tags)
    {
        var said = Array.IndexOf(probabilities, probabilities.Max());
        var verdict = tags.Contains(said) ? ShapeVerdict.Right : ShapeVerdict.Confused;
        return new WorstImage(
            image.Name, image.Width, image.Height, 0, 0, verdict == ShapeVerdict.Confused ? 1 : 0,
            [.. tags.Select(tag => new JudgedShape(true, verdict, tag, null, 0, 0, 0, 0)), new JudgedShape(false, verdict, said, Math.Round(probabilities[said], 4), 0, 0, 0, 0)]);
    }

    private static ClassAccuracy OneClass(int classIndex, IReadOnlyList<int[]> tags, int[] confusion, int classCount)
    {
        var images = tags.Count(image => image.Contains(classIndex));
        var right = confusion[(classIndex * classCount) + classIndex];
        var said = Enumerable.Range(0, classCount).Sum(truth => confusion[(truth * classCount) + classIndex]);
        return new ClassAccuracy(classIndex, images, Share(right, images), Share(right, said));
    }

    private static double? SureFrom(int classIndex, IReadOnlyList<float[]> probabilities, IReadOnlyList<int[]> tags)
    {
        var (said, right, lowest) = (0, 0, (double?)null);
        var answers = probabilities.Zip(tags).Where(pair => Array.IndexOf(pair.First, pair.First.Max()) == classIndex);
        foreach (var (score, isRight) in answers.Select(pair => (pair.First[classIndex], pair.Second.Contains(classIndex))).OrderByDescending(answer => answer.Item1).ThenBy(answer => answer.Item2))
        {
            (said, right) = (said + 1, right + (isRight ? 1 : 0));
            lowest = right >= Sure * said ? Math.Round(score, 4) : lowest;
        }

        return lowest;
    }

    private static double F1(ClassAccuracy item) =>
        item is { Accuracy: { } recall, Precision: { } precision } && recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0;

    private static double Mean(List<ClassAccuracy> classes, Func<ClassAccuracy, double> pick) => classes.Count == 0 ? 0 : classes.Average(pick);

    private static double? Share(int part, int whole) => whole == 0 ? null : part / (double)whole;
}
