using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>Knows what the outputs of a network of one task mean.</summary>
public interface IOutputReader
{
    /// <summary>Names of the outputs that it reads, in its order.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>What the network says of one image of a batch, surest first.</summary>
    /// <param name="outputs">In the order of <see cref="Outputs"/>, each [N, ...] row by row.</param>
    /// <param name="image">Which of the batch.</param>
    /// <param name="batchSize">N.</param>
    /// <param name="letterbox">How the image was fitted into the input.</param>
    /// <param name="minimumScore">0 to 1.</param>
    IReadOnlyList<Prediction> Read(IReadOnlyList<float[]> outputs, int image, int batchSize, LetterboxTransform letterbox, double minimumScore);
}
