using Platform.Training.Assigners;
using Platform.Training.Data;
using Platform.Training.Models;

namespace Platform.Training.Tasks.Det;

/// <summary>Which class scores of which points are trained.</summary>
public static class TrainedPoints
{
    /// <summary>
    /// [N x A, C]: 0 at points of ignored regions for their classes, else 1. Points that an object was given to are trained in full, whatever region they lie in: what
    /// is named as one class is none of the others. Without that a new class would be free to answer to every old object of images that nobody looked through for it.
    /// </summary>
    /// <param name="grid">Points of the network input.</param>
    /// <param name="classCount">C.</param>
    /// <param name="images">N.</param>
    /// <param name="ignored">By image, in input pixels; empty where there are none.</param>
    /// <param name="targets">Of the same batch.</param>
    public static float[] Of(PointGrid grid, int classCount, int images, IReadOnlyList<IReadOnlyList<IgnoredRegion>> ignored, DetectionTargets targets)
    {
        var trained = new float[images * grid.Count * classCount];
        Array.Fill(trained, 1);
        for (var image = 0; image < ignored.Count; image++)
        {
            foreach (var region in ignored[image])
            {
                Clear(trained.AsSpan(image * grid.Count * classCount, grid.Count * classCount), grid, classCount, region);
            }
        }

        foreach (var row in targets.PositiveRows)
        {
            Array.Fill(trained, 1, (int)row * classCount, classCount);
        }

        return trained;
    }

    private static void Clear(Span<float> trained, PointGrid grid, int classCount, IgnoredRegion region)
    {
        for (var point = 0; point < grid.Count; point++)
        {
            var (x, y) = (grid.X[point], grid.Y[point]);
            if (x >= region.Box.Left && x <= region.Box.Right && y >= region.Box.Top && y <= region.Box.Bottom)
            {
                foreach (var classIndex in region.Classes)
                {
                    trained[(point * classCount) + classIndex] = 0;
                }
            }
        }
    }
}
