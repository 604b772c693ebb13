using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Recipes;

namespace Platform.Training.Incremental;

/// <summary>What a parent adds to the labels of an image; in pixels of the full-size image.</summary>
/// <param name="Boxes">x1 y1 x2 y2 of each box in turn.</param>
/// <param name="Classes">Class of each box.</param>
/// <param name="Ignored">Where the parent was neither sure of an object nor of none.</param>
public sealed record PseudoLabels(float[] Boxes, int[] Classes, IReadOnlyList<IgnoredRegion> Ignored)
{
    /// <summary>Decides over each detection: a label, a region to leave alone, or nothing.</summary>
    /// <param name="sample">With what people drew.</param>
    /// <param name="detections">Of the parent, suppressed by class already.</param>
    /// <param name="scores">By class: from which score on a detection is a label; infinite for classes that get none.</param>
    /// <param name="recipe">Overlaps, and where ignoring begins.</param>
    public static PseudoLabels Of(TrainingSample sample, IReadOnlyList<Detection> detections, IReadOnlyList<double> scores, PseudoLabelRecipe recipe)
    {
        var (boxes, classes, ignored) = (new List<float>(), new List<int>(), new List<IgnoredRegion>());
        int[] completed = [.. Enumerable.Range(0, scores.Count).Where(index => double.IsFinite(scores[index]))];
        foreach (var found in detections)
        {
            if (!double.IsFinite(scores[found.ClassIndex]) || found.Score < recipe.IgnoreFrom || MaxOverlap(sample, found) > recipe.HumanIou)
            {
                continue;
            }

            if (found.Score >= scores[found.ClassIndex])
            {
                boxes.AddRange([found.X1, found.Y1, found.X2, found.Y2]);
                classes.Add(found.ClassIndex);
            }
            else
            {
                ignored.Add(new IgnoredRegion(new PixelBox(found.X1, found.Y1, found.X2, found.Y2), completed));
            }
        }

        return new PseudoLabels([.. boxes], [.. classes], ignored);
    }

    /// <summary>The sample with its people's labels first.</summary>
    public TrainingSample AddTo(TrainingSample sample) => sample with
    {
        Boxes = [.. sample.Boxes, .. Boxes], Classes = [.. sample.Classes, .. Classes], Ignored = [.. sample.Ignored, .. Ignored],
    };

    /// <summary>The old classes that people labelled themselves in these samples, judged by whether the parent's sure detections lie on their boxes.</summary>
    /// <param name="samples">Of one set of data.</param>
    /// <param name="detections">Of each sample.</param>
    /// <param name="old">What the parent can tell.</param>
    /// <param name="scores">By class: from which score on a detection is sure.</param>
    /// <param name="share">Share of them that must lie on boxes of their class.</param>
    public static IReadOnlyList<int> LabelledByPeople(
        IReadOnlyList<TrainingSample> samples, IReadOnlyList<IReadOnlyList<Detection>> detections, IReadOnlyList<int> old, IReadOnlyList<double> scores, double share) =>
    [
        .. old.Where(index =>
        {
            var drawn = samples.Any(sample => sample.Classes.Contains(index));
            var sure = samples.Zip(detections).SelectMany(pair => pair.Second.Where(found => found.ClassIndex == index && found.Score >= scores[index]).Select(found => (Sample: pair.First, Found: found))).ToList();
            return drawn && (sure.Count == 0 || sure.Count(pair => MaxOverlap(pair.Sample, pair.Found, index) > 0.5) >= share * sure.Count);
        }),
    ];

    // Whatever the class of the person's box, unless one is asked for.
    private static double MaxOverlap(TrainingSample sample, in Detection found, int? ofClass = null)
    {
        var best = 0f;
        for (var i = 0; i < sample.Classes.Length; i++)
        {
            if (ofClass is null || sample.Classes[i] == ofClass)
            {
                var box = new Detection(sample.Classes[i], 1, sample.Boxes[4 * i], sample.Boxes[(4 * i) + 1], sample.Boxes[(4 * i) + 2], sample.Boxes[(4 * i) + 3]);
                best = Math.Max(best, found.IntersectionOverUnion(box));
            }
        }

        return best;
    }
}
