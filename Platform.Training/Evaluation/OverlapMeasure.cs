using Platform.Training.Data;

namespace Platform.Training.Evaluation;

/// <summary>How alike a detection and an object are, 0 to 1; with a crowd region, how much of the detection lies in it.</summary>
public abstract class OverlapMeasure
{
    /// <summary>Boxes.</summary>
    public static OverlapMeasure Boxes { get; } = new BoxOverlap();

    /// <summary>Masks: both sides carry a <see cref="PixelMask"/> of one image as their shape.</summary>
    public static OverlapMeasure Masks { get; } = new MaskOverlap();

    /// <summary>Detections of an image and class that count.</summary>
    public virtual int MaxDetections => CocoParameters.MaxDetections;

    public abstract double Of(in DetectedBox detection, in GroundTruthBox truth);

    private sealed class BoxOverlap : OverlapMeasure
    {
        public override double Of(in DetectedBox detection, in GroundTruthBox truth) =>
            truth.IsCrowd ? detection.Box.IntersectionOverCrowd(truth.Box) : detection.Box.IntersectionOverUnion(truth.Box);
    }

    private sealed class MaskOverlap : OverlapMeasure
    {
        public override double Of(in DetectedBox detection, in GroundTruthBox truth)
        {
            var (found, wanted) = ((PixelMask)detection.Shape!, (PixelMask)truth.Shape!);
            var intersection = found.IntersectionArea(wanted);
            return intersection == 0 ? 0 : intersection / (double)(truth.IsCrowd ? found.Area : found.Area + wanted.Area - intersection);
        }
    }
}
