using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Pose;

/// <summary>A pose network's decoded output before suppression, for a batch.</summary>
/// <param name="Objects">Boxes and scores of every point.</param>
/// <param name="Keypoints">[N, P, 2K], x and y in turn, input pixels.</param>
/// <param name="Presence">[N, P, K], 0 to 1.</param>
public sealed record PoseRawOutput(DetectorRawOutput Objects, float[] Keypoints, float[] Presence)
{
    /// <summary>From here on a point is said to be there.</summary>
    private const float PresenceThreshold = 0.5f;

    public int KeypointCount => Presence.Length / Objects.PointCount / Objects.BatchSize;

    /// <summary>The objects of one image in pixels of that image, by falling score.</summary>
    /// <param name="image">Which of the batch.</param>
    /// <param name="letterbox">How it was fitted into the input.</param>
    /// <param name="thresholds">What to keep.</param>
    /// <param name="keypointCounts">Points of each class's skeleton.</param>
    public IReadOnlyList<FoundPose> Select(int image, LetterboxTransform letterbox, DetectionThresholds thresholds, IReadOnlyList<int> keypointCounts)
    {
        var toSource = letterbox.ToInput.Inverse();
        var found = new List<FoundPose>();
        foreach (var (detection, point) in NonMaxSuppression.SelectPoints(Objects.BoxesOf(image), Objects.ScoresOf(image), Objects.ClassCount, thresholds))
        {
            var box = letterbox.ToSource(new PixelBox(detection.X1, detection.Y1, detection.X2, detection.Y2));

            // Written so that a box with NaN is dropped as well.
            if (box.Width > 0 && box.Height > 0)
            {
                var row = ((image * Objects.PointCount) + point) * KeypointCount;
                var points = new float[3 * keypointCounts[detection.ClassIndex]];
                for (var k = 0; k < points.Length / 3; k++)
                {
                    points[3 * k] = (float)toSource.X(Keypoints[2 * (row + k)]);
                    points[(3 * k) + 1] = (float)toSource.Y(Keypoints[(2 * (row + k)) + 1]);
                    points[(3 * k) + 2] = Presence[row + k];
                }

                found.Add(new FoundPose(detection with { X1 = box.Left, Y1 = box.Top, X2 = box.Right, Y2 = box.Bottom }, points));
            }
        }

        return found;
    }

    /// <summary>Whether the network says that a point is there: it does not tell hidden points from visible ones.</summary>
    public static bool IsPresent(float presence) => presence >= PresenceThreshold;
}

/// <summary>One found object in pixels of the upright image.</summary>
/// <param name="Points">x, y and presence (0 to 1) of each point in turn.</param>
public sealed record FoundPose(Detection Object, float[] Points);
