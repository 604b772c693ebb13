using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>An exported network that looks at several prepared images in one run. Thread-safe until it is disposed.</summary>
public interface IServedNetwork : IDisposable
{
    /// <summary>Keys of what it tells apart, in class-index order; empty where it reads text.</summary>
    IReadOnlyList<string> ClassKeys { get; }

    /// <summary>W.</summary>
    int InputWidthPx { get; }

    /// <summary>H.</summary>
    int InputHeightPx { get; }

    /// <summary>Values of one prepared image: 3 x H x W.</summary>
    int PlaneLength => 3 * InputWidthPx * InputHeightPx;

    /// <summary>The confidence that its answers are shown from, unless another is asked for.</summary>
    double DefaultScore { get; }

    /// <summary>Decodes one image into normalised planes [3, H, W].</summary>
    LetterboxTransform Prepare(ReadOnlySpan<byte> encoded, Span<float> planes);

    /// <summary>Runs planes [N, 3, H, W]; N is the number of letterboxes.</summary>
    /// <param name="planes">Exactly N images long.</param>
    /// <param name="letterboxes">The way back to each image.</param>
    /// <param name="minimumScores">For each image.</param>
    IReadOnlyList<IReadOnlyList<Prediction>> Predict(float[] planes, IReadOnlyList<LetterboxTransform> letterboxes, IReadOnlyList<double> minimumScores);
}
