namespace Platform.Training.Data;

/// <summary>Draws samples into a batch; called from the loader's threads at once.</summary>
public interface ISampleComposer
{
    /// <summary>Fills image <paramref name="slot"/> of the batch with a training image, varied at random.</summary>
    /// <param name="batch">To be filled.</param>
    /// <param name="slot">Place in the batch.</param>
    /// <param name="sampleIndex">Place in the loader's list.</param>
    /// <param name="random">All chance comes from here, so that the same seed draws the same image.</param>
    /// <param name="isStrong">Whether the epoch varies more than colours.</param>
    void ComposeTraining(SampleBatch batch, int slot, int sampleIndex, SampleRandom random, bool isStrong);

    /// <summary>Fills image <paramref name="slot"/> of the batch with the sample as it is, fitted into the input.</summary>
    void ComposeEvaluation(SampleBatch batch, int slot, int sampleIndex);
}
