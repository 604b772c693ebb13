using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>A detector that answers batch by batch.</summary>
public sealed class ServedDetector(OnnxDetector detector, IImageCodec codec) : IServedNetwork
{
    public IReadOnlyList<string> ClassKeys => detector.Metadata.ClassKeys;

    public int InputWidthPx => detector.Metadata.InputSize;

    public int InputHeightPx => detector.Metadata.InputSize;

    public double DefaultScore => detector.Metadata.Thresholds.Score;

    public LetterboxTransform Prepare(ReadOnlySpan<byte> encoded, Span<float> planes) =>
        NetworkInput.Fill(codec, encoded, detector.Metadata.InputSize, planes, detector.Metadata.Normalization);

    public IReadOnlyList<IReadOnlyList<Prediction>> Predict(float[] planes, IReadOnlyList<LetterboxTransform> letterboxes, IReadOnlyList<double> minimumScores)
    {
        var output = detector.Run(planes, letterboxes.Count);
        return [.. letterboxes.Select((letterbox, image) => Read(output, image, letterbox, minimumScores[image]))];
    }

    public void Dispose() => detector.Dispose();

    private List<Prediction> Read(DetectorRawOutput output, int image, LetterboxTransform letterbox, double minimumScore)
    {
        var found = letterbox.ToSource(output.Select(image, detector.Metadata.Thresholds with { Score = (float)minimumScore }));
        return found.ConvertAll(one => new Prediction(
            detector.Metadata.ClassKeys[one.ClassIndex], detector.Metadata.ClassNames[one.ClassIndex], one.Score, new BoxGeometry(one.X1, one.Y1, one.Width, one.Height)));
    }
}
