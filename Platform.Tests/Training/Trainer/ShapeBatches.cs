using Platform.Training.Assigners;
using Platform.Training.Data;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

/// <summary>Images of red and green rectangles on grey; what an epoch shows follows from its number alone.</summary>
internal sealed class ShapeBatches : ITrainingBatches
{
    public const int ClassCount = 2;

    private readonly int _side;
    private readonly int _batchSize;
    private readonly (float[] Pixels, TruthBox[] Truths)[] _images;

    public ShapeBatches(TrainingRecipe recipe, int imageCount = 8)
    {
        _side = recipe.ImageSize;
        _batchSize = recipe.BatchSize;
        _images = [.. Enumerable.Range(0, imageCount).Select(Draw)];
    }

    public int ImageCount => _images.Length;

    public int BatchesPerEpoch => EpochOrder.BatchCount(_images.Length, _batchSize);

    /// <summary>Called before each batch with its epoch and index.</summary>
    public Action<int, int> BeforeBatch { get; init; } = (_, _) => { };

    public IReadOnlyList<TruthBox> TruthsOf(int image) => _images[image].Truths;

    public float[] PixelsOf(int image) => _images[image].Pixels;

    public IEnumerable<TrainingBatch> Epoch(int epoch, CancellationToken cancellationToken)
    {
        var order = EpochOrder.Shuffled(_images.Length, _batchSize, 1, epoch);
        for (var batch = 0; batch < BatchesPerEpoch; batch++)
        {
            BeforeBatch(epoch, batch);
            var images = order.Skip(batch * _batchSize).Take(_batchSize).Select(index => _images[index]).ToList();
            yield return new TrainingBatch([.. images.SelectMany(image => image.Pixels)], [.. images.Select(image => image.Truths)]);
        }
    }

    private (float[] Pixels, TruthBox[] Truths) Draw(int index)
    {
        var random = new SampleRandom(99, 0, index);
        var pixels = new float[3 * _side * _side];
        var truths = new TruthBox[2];
        for (var c = 0; c < ClassCount; c++)
        {
            var (width, height) = ((_side / 4) + random.NextIndex(_side / 8), (_side / 4) + random.NextIndex(_side / 8));
            var left = (c * _side / 2) + random.NextIndex((_side / 2) - width);
            var top = random.NextIndex(_side - height);
            truths[c] = new TruthBox(c, left, top, left + width, top + height);
            for (var y = top; y < top + height; y++)
            {
                pixels.AsSpan((c * _side * _side) + (y * _side) + left, width).Fill(2);
            }
        }

        return (pixels, truths);
    }
}
