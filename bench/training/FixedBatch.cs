using Platform.Training.Assigners;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Tensors;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace TrainingBench;

/// <summary>One batch of noise with objects already assigned to points, the same for both sides.</summary>
internal sealed class FixedBatch
{
    private const int ObjectsOfImage = 12;
    private const int PointsOfObject = 8;

    public FixedBatch(TrainingRecipe recipe, int classCount)
    {
        var random = new Random(7);
        var grid = new PointGrid(recipe.ImageSize, recipe.ImageSize);
        var pixels = Enumerable.Range(0, recipe.BatchSize * 3 * recipe.ImageSize * recipe.ImageSize).Select(_ => (float)((random.NextDouble() * 4) - 2)).ToArray();
        var truths = Enumerable.Range(0, recipe.BatchSize).Select(_ => (IReadOnlyList<TruthBox>)[.. Enumerable.Range(0, ObjectsOfImage).Select(i =>
        {
            var (x, y) = ((float)random.NextDouble() * (recipe.ImageSize - 64), (float)random.NextDouble() * (recipe.ImageSize - 64));
            return new TruthBox(i % classCount, x, y, x + 24 + (float)(random.NextDouble() * 40), y + 24 + (float)(random.NextDouble() * 40));
        })]).ToList();
        var assignments = truths.ConvertAll(image => image.SelectMany((truth, index) => Enumerable.Range(0, grid.Count)
            .Where(point => truth.Contains(grid.X[point], grid.Y[point])).Take(PointsOfObject)
            .Select(point => new PositivePoint(point, index, (float)random.NextDouble()))).DistinctBy(positive => positive.Point).ToList());
        Batch = new TrainingBatch(pixels, truths);
        Targets = DetectionTargets.Build(grid, classCount, truths, assignments);
        (_imageSize, _classCount) = (recipe.ImageSize, classCount);
    }

    private readonly int _imageSize;
    private readonly int _classCount;

    public TrainingBatch Batch { get; }

    public DetectionTargets Targets { get; }

    public void Save(string path)
    {
        using var scope = NewDisposeScope();
        SafeTensors.Save(path, new Dictionary<string, Tensor>
        {
            ["pixels"] = tensor(Batch.Pixels).reshape(Batch.Count, 3, _imageSize, _imageSize),
            ["class_scores"] = tensor(Targets.ClassScores).reshape(-1, _classCount),
            ["rows"] = tensor(Targets.PositiveRows),
            ["boxes"] = tensor(Targets.Boxes).reshape(-1, 4),
            ["scores"] = tensor(Targets.Scores),
            ["points"] = tensor(Targets.Points).reshape(-1, 2),
            ["strides"] = tensor(Targets.Strides),
            ["normalizer"] = tensor(new[] { Targets.Normalizer }),
        });
    }
}
