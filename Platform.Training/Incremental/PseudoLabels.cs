using System.Text.Json.Serialization;
using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental;

/// <summary>What a parent adds to the labels of an image; in pixels of the full-size image.</summary>
/// <param name="Boxes">x1 y1 x2 y2 of each box in turn.</param>
/// <param name="Classes">Class of each box.</param>
/// <param name="Ignored">Where the parent was neither sure of an object nor of none.</param>
public sealed record PseudoLabels(float[] Boxes, int[] Classes, IReadOnlyList<IgnoredRegion> Ignored)
{
    /// <summary>Pixels of each box's object, where the task learns them; else empty.</summary>
    public IReadOnlyList<MaskRuns> Masks { get; init; } = [];

    /// <summary>Skeleton of each box's object, where the task learns them; else empty.</summary>
    public IReadOnlyList<ObjectKeypoints> Keypoints { get; init; } = [];

    /// <summary>Class of the whole image, where nobody gave it one and the parent is sure; else empty.</summary>
    public int[] Tags { get; init; } = [];

    /// <summary>Objects and tags.</summary>
    [JsonIgnore]
    public int LabelCount => Classes.Length + Tags.Length;

    /// <summary>Decides over each guess: a label, a region to leave alone, or nothing.</summary>
    /// <param name="sample">With what people drew.</param>
    /// <param name="guesses">Of the parent, suppressed by class already.</param>
    /// <param name="scores">By class: from which score on a guess is a label; infinite for classes that get none.</param>
    /// <param name="recipe">Overlaps, and where ignoring begins.</param>
    public static PseudoLabels Of(TrainingSample sample, IReadOnlyList<Guess> guesses, IReadOnlyList<double> scores, PseudoLabelRecipe recipe)
    {
        int[] completed = [.. Enumerable.Range(0, scores.Count).Where(index => double.IsFinite(scores[index]))];
        var asked = guesses.Where(guess => double.IsFinite(scores[guess.Object.ClassIndex]) && guess.Object.Score >= recipe.IgnoreFrom).ToList();
        var objects = asked.FindAll(guess => !guess.IsWhole && MaxOverlap(sample, guess.Object) <= recipe.HumanIou);
        var labels = objects.FindAll(IsLabel);
        return new PseudoLabels(
            [.. labels.SelectMany(guess => new[] { guess.Object.X1, guess.Object.Y1, guess.Object.X2, guess.Object.Y2 })], [.. labels.Select(guess => guess.Object.ClassIndex)],
            [.. objects.Where(guess => !IsLabel(guess)).Select(guess => new IgnoredRegion(new PixelBox(guess.Object.X1, guess.Object.Y1, guess.Object.X2, guess.Object.Y2), completed))])
        {
            Masks = [.. labels.Select(guess => guess.Mask).OfType<PixelMask>().Select(MaskRuns.Of)],
            Keypoints = [.. labels.Select(guess => guess.Keypoints).OfType<ObjectKeypoints>()],

            // An image has one class: the likeliest, or it stays out.
            Tags = [.. asked.Where(guess => guess.IsWhole && IsLabel(guess)).OrderByDescending(guess => guess.Object.Score).Take(1).Select(guess => guess.Object.ClassIndex)],
        };

        bool IsLabel(Guess guess) => guess.IsComplete && guess.Object.Score >= scores[guess.Object.ClassIndex];
    }

    /// <summary>The sample with its people's labels first.</summary>
    public TrainingSample AddTo(TrainingSample sample) => sample with
    {
        Boxes = [.. sample.Boxes, .. Boxes],
        Classes = [.. sample.Classes, .. Classes],
        Masks = Masks.Count == 0 ? sample.Masks : [.. sample.Masks, .. Masks.Select(mask => mask.ToMask())],
        Keypoints = Keypoints.Count == 0 ? sample.Keypoints : [.. sample.Keypoints, .. Keypoints],
        Tags = Tags.Length == 0 ? sample.Tags : [.. sample.Tags, .. Tags],
        IsUntold = sample.IsUntold && Tags.Length == 0,
        Ignored = [.. sample.Ignored, .. Ignored],
    };

    /// <summary>The old classes that people labelled themselves in these samples, judged by whether the parent's sure guesses lie on their boxes.</summary>
    /// <param name="samples">Of one set of data.</param>
    /// <param name="guesses">Of each sample.</param>
    /// <param name="old">What the parent can tell.</param>
    /// <param name="scores">By class: from which score on a guess is sure.</param>
    /// <param name="share">Share of them that must lie on boxes of their class.</param>
    public static IReadOnlyList<int> LabelledByPeople(
        IReadOnlyList<TrainingSample> samples, IReadOnlyList<IReadOnlyList<Guess>> guesses, IReadOnlyList<int> old, IReadOnlyList<double> scores, double share) =>
    [
        .. old.Where(index =>
        {
            var drawn = samples.Any(sample => sample.Classes.Contains(index));
            var sure = samples.Zip(guesses)
                .SelectMany(pair => pair.Second.Select(guess => guess.Object).Where(found => found.ClassIndex == index && found.Score >= scores[index]).Select(found => (Sample: pair.First, Found: found))).ToList();
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
