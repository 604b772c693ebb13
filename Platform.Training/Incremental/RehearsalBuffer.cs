using Platform.Training.Data;
using Platform.Training.Recipes;

namespace Platform.Training.Incremental;

/// <summary>
/// Which images of earlier data are shown again: some at random, so that they look like the whole, and the rest one by one, each the image that brings the classes nearest to
/// equal numbers of objects (after OCDM, https://arxiv.org/abs/2202.04756).
/// </summary>
public static class RehearsalBuffer
{
    private const int RandomStream = 7_001;

    /// <summary>How many images are kept of so many.</summary>
    public static int SizeOf(int images, RehearsalRecipe recipe) => Math.Min(images, Math.Clamp((int)Math.Round(images * recipe.Share), recipe.Min, recipe.Cap));

    /// <summary>Indexes of the images to keep, ascending; depends on the seed alone.</summary>
    /// <param name="labels">Classes of the objects of each image.</param>
    /// <param name="size">How many.</param>
    /// <param name="randomShare">Share of them drawn at random.</param>
    /// <param name="seed">Of the draw.</param>
    public static IReadOnlyList<int> Choose(IReadOnlyList<IReadOnlyList<int>> labels, int size, double randomShare, long seed)
    {
        var wanted = Math.Min(size, labels.Count);
        var classes = labels.SelectMany(image => image).Distinct().Order().ToList();
        var histograms = labels.Select(image => Array.ConvertAll(classes.ToArray(), index => image.Count(label => label == index))).ToList();
        var kept = EpochOrder.Shuffled(labels.Count, 1, seed, RandomStream).Take((int)Math.Round(wanted * randomShare)).ToHashSet();
        var sum = new long[classes.Count];
        foreach (var image in kept)
        {
            Add(sum, histograms[image]);
        }

        while (kept.Count < wanted)
        {
            var best = -1;
            var least = double.PositiveInfinity;
            for (var image = 0; image < histograms.Count; image++)
            {
                if (kept.Contains(image))
                {
                    continue;
                }

                // An image without objects changes no balance and teaches nothing of them: last.
                var imbalance = Array.TrueForAll(histograms[image], count => count == 0) ? double.MaxValue : Imbalance(sum, histograms[image]);
                if (best < 0 || imbalance < least)
                {
                    (best, least) = (image, imbalance);
                }
            }

            kept.Add(best);
            Add(sum, histograms[best]);
        }

        return [.. kept.Order()];
    }

    /// <summary>Squared distance of the shares of classes to equal ones; 0 where every class has as many objects.</summary>
    public static double ImbalanceOf(IEnumerable<IReadOnlyList<int>> labels, int classCount)
    {
        var sum = new long[classCount];
        foreach (var label in labels.SelectMany(image => image))
        {
            sum[label]++;
        }

        return Imbalance(sum, new int[classCount]);
    }

    private static double Imbalance(long[] sum, int[] added)
    {
        var total = sum.Sum() + added.Sum();
        if (total == 0)
        {
            return double.MaxValue;
        }

        var equal = 1.0 / sum.Length;
        var distance = 0.0;
        for (var i = 0; i < sum.Length; i++)
        {
            var difference = ((sum[i] + added[i]) / (double)total) - equal;
            distance += difference * difference;
        }

        return distance;
    }

    private static void Add(long[] sum, int[] added)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += added[i];
        }
    }
}
