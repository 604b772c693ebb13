using System.Globalization;
using Platform.Training.Data;
using Platform.Training.Recipes;

namespace IncrementalBench;

/// <summary>What the command line asks for.</summary>
/// <param name="Only">bccd, hard or chain; null runs all.</param>
/// <param name="WorkFolder">Keeps every trained network, so that an interrupted benchmark goes on where it was.</param>
internal sealed record BenchOptions(string Root, bool IsQuick, int Seeds, int Epochs, int ImageSize, string? Only, string? Json, TrainingPrecision Precision, string WorkFolder)
{
    public static BenchOptions Parse(string[] args)
    {
        string? Text(string name) => args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
        int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var quick = args.Contains("--quick");
        var root = Path.GetFullPath(Text("--root") ?? ".");
        return new BenchOptions(
            root, quick, Number("--seeds", quick ? 1 : 3), Number("--epochs", quick ? 8 : 80), Number("--size", quick ? 160 : 320), Text("--only"), Text("--json"),
            args.Contains("--bfloat16") ? TrainingPrecision.BFloat16 : TrainingPrecision.Single, Text("--work") ?? Path.Combine(root, "artifacts", "bench-incremental"));
    }

    /// <summary>Settings of everything that has no parent.</summary>
    public TrainingRecipe Recipe(int seed) => new()
    {
        Epochs = Epochs,
        ImageSize = ImageSize,
        Seed = seed,
        Precision = Precision,
        Threads = Environment.ProcessorCount,
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 100_000, LogInterval = 20 },
    };

    /// <summary>Settings for drawn shapes, which are learnt sooner.</summary>
    public TrainingRecipe ShapeRecipe(int seed) => Recipe(seed) with
    {
        Width = 0.125,
        ImageSize = ShapePictures.Side,
        Epochs = IsQuick ? 12 : 60,
        Augmentation = new AugmentationRecipe { MosaicProbability = 0.3, ScaleMin = 0.8, ScaleMax = 1.2 },
        Optimizer = new OptimizerRecipe { LearningRate = 3e-3, AverageDecay = 0.98 },
    };
}
