using System.Collections;
using Platform.Training.Assigners;
using Platform.Training.Data;

namespace Platform.Training.Trainer;

/// <summary>Source of training batches. What it yields must depend on nothing but its seed and the epoch, so that runs can be resumed.</summary>
public interface ITrainingBatches
{
    int ImageCount { get; }

    int BatchesPerEpoch { get; }

    /// <summary>The batches of an epoch (counted from 0) in their order; ending the enumeration early frees what it holds.</summary>
    /// <param name="epoch">Decides order and augmentation.</param>
    /// <param name="cancellationToken">Ends waiting and decoding.</param>
    IEnumerable<TrainingBatch> Epoch(int epoch, CancellationToken cancellationToken);

    /// <summary>The same batches from one of them on (counted from 0): how a run goes on within an epoch.</summary>
    IEnumerable<TrainingBatch> EpochFrom(int epoch, int firstBatch, CancellationToken cancellationToken) => Epoch(epoch, cancellationToken).Skip(firstBatch);
}

/// <summary>Normalised images and their objects; valid until the enumeration moves on.</summary>
/// <param name="Pixels">[N, 3, H, W], normalised; longer than that where the buffer is reused for a smaller last batch.</param>
/// <param name="Truths">N lists, boxes in pixels of the network input.</param>
public sealed record TrainingBatch(float[] Pixels, IReadOnlyList<IReadOnlyList<TruthBox>> Truths)
{
    /// <summary>N lists of masks, one for each of the truths, as <see cref="MaskGrid"/> samples them.</summary>
    public IReadOnlyList<BitArray[]> Masks { get; init; } = [];

    /// <summary>N lists of skeletons, one for each of the truths: x, y (input pixels) and visibility of each point in turn.</summary>
    public IReadOnlyList<float[][]> Keypoints { get; init; } = [];

    /// <summary>N lists of classes of the whole image; of a text line its symbols from left to right.</summary>
    public IReadOnlyList<int[]> Tags { get; init; } = [];

    /// <summary>N lists of regions where some classes are not trained; empty where there are none.</summary>
    public IReadOnlyList<IReadOnlyList<IgnoredRegion>> Ignored { get; init; } = [];

    public int Count => Truths.Count;
}
