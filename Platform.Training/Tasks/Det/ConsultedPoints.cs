using Platform.Training.Assigners;
using Platform.Training.Models;

namespace Platform.Training.Tasks.Det;

/// <summary>Where the parent of a child is asked for its answers.</summary>
public static class ConsultedPoints
{
    /// <summary>
    /// [N x A]: false at points of new objects, unless an old one is there too. The parent never saw such objects and takes them for the old ones that look most like them, often
    /// with a higher score than anything else in the image: held to these answers, a child could not tell the two apart.
    /// </summary>
    /// <param name="grid">Points of the network input.</param>
    /// <param name="truths">By image, in input pixels.</param>
    /// <param name="groups">By class: 0 for old ones, 1 for new ones.</param>
    public static bool[] Of(PointGrid grid, IReadOnlyList<IReadOnlyList<TruthBox>> truths, IReadOnlyList<int> groups)
    {
        var consulted = new bool[truths.Count * grid.Count];
        Array.Fill(consulted, true);
        for (var image = 0; image < truths.Count; image++)
        {
            var points = consulted.AsSpan(image * grid.Count, grid.Count);
            foreach (var truth in truths[image].OrderByDescending(truth => groups[truth.ClassIndex])) // new ones first, so that old ones have the last word
            {
                Mark(points, grid, truth, groups[truth.ClassIndex] == 0);
            }
        }

        return consulted;
    }

    private static void Mark(Span<bool> points, PointGrid grid, TruthBox truth, bool isConsulted)
    {
        for (var point = 0; point < points.Length; point++)
        {
            if (truth.Contains(grid.X[point], grid.Y[point]))
            {
                points[point] = isConsulted;
            }
        }
    }
}
