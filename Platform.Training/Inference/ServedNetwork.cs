using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>An exported network together with what reads its outputs.</summary>
public sealed class ServedNetwork(OnnxNetwork network, IOutputReader reader, IImageCodec codec) : IServedNetwork
{
    public IReadOnlyList<string> ClassKeys => network.Metadata.ClassKeys;

    public int InputWidthPx => network.Metadata.InputSize;

    public int InputHeightPx => network.Metadata.Height;

    public double DefaultScore => DetectionThresholds.Display.Score;

    public LetterboxTransform Prepare(ReadOnlySpan<byte> encoded, Span<float> planes) =>
        NetworkInput.Fill(codec, encoded, network.Metadata.InputSize, network.Metadata.Height, planes, network.Metadata.Normalization);

    public IReadOnlyList<IReadOnlyList<Prediction>> Predict(float[] planes, IReadOnlyList<LetterboxTransform> letterboxes, IReadOnlyList<double> minimumScores)
    {
        var outputs = network.Run(planes, letterboxes.Count, reader.Outputs);
        return [.. letterboxes.Select((letterbox, image) => reader.Read(outputs, image, letterboxes.Count, letterbox, minimumScores[image]))];
    }

    public void Dispose() => network.Dispose();
}
