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
        : this(new BatchLoader(samples, cache, OptionsOf(recipe)), samples.Count)
    {
    }

    /// <param name="samples">Images of the train split, and those that are shown again.</param>
    /// <param name="cache">Shared with the validator where both read the same images.</param>
    /// <param name="recipe">Batch and image size, seed, augmentation.</param>
    /// <param name="order">How old and new images share a batch.</param>
    public LoaderBatches(IReadOnlyList<TrainingSample> samples, DecodeCache cache, TrainingRecipe recipe, ISampleOrder order)
        : this(new BatchLoader(samples, cache, OptionsOf(recipe) with { Order = order }), samples.Count)
    {
    }

    /// <param name="samples">Images of the train split.</param>
    /// <param name="composer">Draws them.</param>
    /// <param name="recipe">Batch and image size, seed, augmentation.</param>
    public LoaderBatches(IReadOnlyList<TrainingSample> samples, ISampleComposer composer, TrainingRecipe recipe)
        : this(new BatchLoader(samples, composer, OptionsOf(recipe)), samples.Count)
    {
    }

    private LoaderBatches(BatchLoader loader, int imageCount) => (_loader, ImageCount) = (loader, imageCount);

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
                    Ignored = batch.Ignored,
                };
            }
        }
    }

    private static BatchLoaderOptions OptionsOf(TrainingRecipe recipe) => new()
    {
        BatchSize = recipe.BatchSize,
        ImageSize = recipe.ImageSize,
        ImageHeight = recipe.InputHeight,
        Augmentation = recipe.Augmentation,
        TotalEpochs = recipe.Epochs,
        Seed = recipe.Seed,
    };

    private static TruthBox[] Truths(SampleBatch batch, int image)
    {
        var boxes = batch.Boxes[image];
        return [.. batch.Classes[image].Select((classIndex, i) =>
            new TruthBox(classIndex, boxes[4 * i], boxes[(4 * i) + 1], boxes[(4 * i) + 2], boxes[(4 * i) + 3]))];
    }
}
