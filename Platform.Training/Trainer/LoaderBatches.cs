using Platform.Training.Assigners;
using Platform.Training.Data;
using Platform.Training.Recipes;

namespace Platform.Training.Trainer;

/// <summary>Training batches from the decoding and augmenting loader.</summary>
public sealed class LoaderBatches : ITrainingBatches
{
    private readonly BatchLoader _loader;

    /// <param name="samples">Images of the train split.</param>
    /// <param name="cache">Shared with the validator where both read the same images.</param>
    /// <param name="recipe">Batch and image size, seed, augmentation.</param>
    public LoaderBatches(IReadOnlyList<TrainingSample> samples, DecodeCache cache, TrainingRecipe recipe)
    {
        ImageCount = samples.Count;
        _loader = new BatchLoader(samples, cache, new BatchLoaderOptions
        {
            BatchSize = recipe.BatchSize,
            ImageSize = recipe.ImageSize,
            Augmentation = recipe.Augmentation,
            TotalEpochs = recipe.Epochs,
            Seed = recipe.Seed,
        });
    }

    public int ImageCount { get; }

    public int BatchesPerEpoch => _loader.BatchesPerEpoch;

    public IEnumerable<TrainingBatch> Epoch(int epoch, CancellationToken cancellationToken) => EpochFrom(epoch, 0, cancellationToken);

    public IEnumerable<TrainingBatch> EpochFrom(int epoch, int firstBatch, CancellationToken cancellationToken)
    {
        foreach (var batch in _loader.ReadEpoch(epoch, cancellationToken, firstBatch))
        {
            using (batch)
            {
                yield return new TrainingBatch(batch.Images, [.. Enumerable.Range(0, batch.Count).Select(i => Truths(batch, i))])
                {
                    Masks = batch.Masks,
                    Keypoints = batch.Keypoints,
                    Tags = batch.Tags,
                };
            }
        }
    }

    private static TruthBox[] Truths(SampleBatch batch, int image)
    {
        var boxes = batch.Boxes[image];
        return [.. batch.Classes[image].Select((classIndex, i) =>
            new TruthBox(classIndex, boxes[4 * i], boxes[(4 * i) + 1], boxes[(4 * i) + 2], boxes[(4 * i) + 3]))];
    }
}
