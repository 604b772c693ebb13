using Platform.Core.Annotations.Geometry;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Pose;

/// <summary>Reads a pose network's outputs as skeletons.</summary>
public sealed class PoseOutputReader(NetworkMetadata metadata) : IOutputReader
{
    private const double Visible = 2;

    private readonly int[] _keypointCounts = metadata.Read<int[]>(PoseAnnotator.CountsKey);

    public IReadOnlyList<string> Outputs => PoseOnnxExporter.Outputs;

    public IReadOnlyList<Prediction> Read(IReadOnlyList<float[]> outputs, int image, int batchSize, LetterboxTransform letterbox, double minimumScore)
    {
        var raw = new PoseRawOutput(new DetectorRawOutput(outputs[0], outputs[1], batchSize, _keypointCounts.Length), outputs[2], outputs[3]);
        var found = raw.Select(image, letterbox, DetectionThresholds.Display with { Score = (float)minimumScore }, _keypointCounts);
        return [.. found.Select(pose => new Prediction(metadata.ClassKeys[pose.Object.ClassIndex], metadata.ClassNames[pose.Object.ClassIndex], pose.Object.Score, ToSkeleton(pose)))];
    }

    // A skeleton without a point cannot be stored: then all of them are kept, for a person to decide.
    private static KeypointsGeometry ToSkeleton(FoundPose pose)
    {
        var points = pose.Points.Chunk(3).ToList();
        var isNonePresent = !points.Any(point => PoseRawOutput.IsPresent(point[2]));
        return new KeypointsGeometry([.. points.SelectMany<float[], double>(point =>
            isNonePresent || PoseRawOutput.IsPresent(point[2]) ? [point[0], point[1], Visible] : [0, 0, 0])]);
    }
}
