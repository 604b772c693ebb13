using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Ontologies.Model;
using Platform.Training.Data;

namespace Platform.Training.Tasks.Pose;

/// <summary>Makes a pose network's samples.</summary>
public static class PoseSamples
{
    /// <summary>A skeleton has no box of its own: it gets that around its points, wider by this share of its longer side on each side.</summary>
    private const double Margin = 0.1;

    private const double MarginMinPx = 1;

    /// <summary>Points of each class's skeleton.</summary>
    public static IReadOnlyList<int> CountsOf(IReadOnlyList<TrainingClass> classes) => [.. classes.Select(item => KeypointSpec.Parse(item.Keypoints!).Names.Count)];

    /// <summary>The image with its skeletons; images without any stay, since they show what is background.</summary>
    /// <param name="image">With its skeletons.</param>
    /// <param name="path">Its file.</param>
    /// <param name="indexes">The network's class for each of the ontology, -1 for those it does not know.</param>
    /// <param name="specs">By the network's class.</param>
    public static TrainingSample Of(TrainingImage image, string path, int[] indexes, IReadOnlyList<KeypointSpec> specs)
    {
        var objects = image.Shapes.Where(shape => indexes[shape.ClassIndex] >= 0).Select(shape => (Class: indexes[shape.ClassIndex], Skeleton: (KeypointsGeometry)shape.Geometry))
            .Where(item => item.Skeleton.Points.Chunk(3).Any(point => point[2] > 0)).ToList();
        return TrainingSample.FromFile(path, [.. objects.SelectMany(item => BoxOf(item.Skeleton, image.Width, image.Height))], [.. objects.Select(item => item.Class)], image.Name) with
        {
            Keypoints = [.. objects.Select(item => new ObjectKeypoints([.. item.Skeleton.Points.Select(value => (float)value)], specs[item.Class].Pairs))],
        };
    }

    /// <summary>x1 y1 x2 y2, pixels, clipped to the image.</summary>
    public static float[] BoxOf(KeypointsGeometry skeleton, int width, int height)
    {
        var bounds = skeleton.Bounds;
        var margin = Math.Max(MarginMinPx, Margin * Math.Max(bounds.Width, bounds.Height));
        return
        [
            (float)Math.Max(0, bounds.X - margin), (float)Math.Max(0, bounds.Y - margin),
            (float)Math.Min(width, bounds.Right + margin), (float)Math.Min(height, bounds.Bottom + margin),
        ];
    }
}
