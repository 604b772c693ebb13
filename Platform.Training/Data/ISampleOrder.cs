namespace Platform.Training.Data;

/// <summary>Which samples make up an epoch, in which order; a function of the epoch alone.</summary>
public interface ISampleOrder
{
    int BatchesPerEpoch { get; }

    /// <summary>Places in the loader's list, whole batches one after the other.</summary>
    int[] Epoch(int epoch);
}
