using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Det;

/// <summary>Puts a detector's boxes on images.</summary>
public sealed class DetectionAnnotator(OnnxDetector detector, IImageCodec codec) : IImageAnnotator
{
    public IReadOnlyList<PredictedShape> Annotate(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        var thresholds = detector.Metadata.Thresholds with { Score = (float)minimumScore };
        return
        [
            .. detector.Detect(codec, [encoded], thresholds, cancellation)[0].Select(found => new PredictedShape(
                detector.Metadata.ClassKeys[found.ClassIndex], new BoxGeometry(found.X1, found.Y1, found.X2 - found.X1, found.Y2 - found.Y1), found.Score)),
        ];
    }

    public void Dispose() => detector.Dispose();
}
