using System.Globalization;
using Platform.Core.Shared;
using Platform.Training.Data;
using Platform.Training.Recipes;

namespace IncrementalBench;

/// <summary>How much is trained.</summary>
internal enum BenchSize
{
    /// <summary>Minutes: shows that it works, and no more.</summary>
    Quick,

    /// <summary>Drawn shapes only, few pictures, but long enough that every network learns them: its figures can be told.</summary>
    Medium,

    /// <summary>Hours.</summary>
    Full,
}

/// <summary>What the command line asks for.</summary>
/// <param name="Only">Names of cases; empty runs all of the size.</param>
/// <param name="Strategies">Of the children, by name; empty runs all.</param>
/// <param name="WorkFolder">Keeps every trained network, so that an interrupted benchmark goes on where it was.</param>
internal sealed record BenchOptions(
    string Root, BenchSize Size, int Seeds, int Epochs, int ImageSize, int Threads, IReadOnlyList<string> Only, IReadOnlyList<string> Strategies, string? Json, TrainingPrecision Precision, string WorkFolder)
{
    public const string Cells = "cells";
    public const string CellsAlone = "cells-alone";
    public const string ShapesAlone = "shapes-alone";
    public const string Chain = "chain";

    public bool IsQuick => Size is BenchSize.Quick;

    public static BenchOptions Parse(string[] args)
    {
        string? Text(string name) => args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
        int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var size = args.Contains("--quick") ? BenchSize.Quick : args.Contains("--medium") ? BenchSize.Medium : BenchSize.Full;
        var root = Path.GetFullPath(Text("--root") ?? ".");
        return new BenchOptions(
            root, size, Number("--seeds", size is BenchSize.Full ? 3 : 1), Number("--epochs", size is BenchSize.Quick ? 8 : 80), Number("--size", size is BenchSize.Quick ? 160 : 320),
            Number("--threads", Environment.ProcessorCount), Text("--only")?.Split(',') ?? (size is BenchSize.Medium ? [ShapesAlone, Chain] : []), Text("--strategies")?.Split(',') ?? [],
            Text("--json"), args.Contains("--bfloat16") ? TrainingPrecision.BFloat16 : TrainingPrecision.Single, Text("--work") ?? Path.Combine(root, "artifacts", "bench-incremental"));
    }

    public bool Runs(string name) => Only.Count == 0 || Only.Contains(name);

    /// <summary>Those of a case that were asked for.</summary>
    public IEnumerable<IncrementalStrategy> Of(params IEnumerable<IncrementalStrategy> strategies) => strategies.Where(strategy => Strategies.Count == 0 || Strategies.Contains(EnumText<IncrementalStrategy>.ToText(strategy)));

    /// <summary>Drawn pictures of each step.</summary>
    public int Pictures(int full) => Size switch { BenchSize.Quick => 48, BenchSize.Medium => 96, _ => full };

    /// <summary>Settings of everything that has no parent.</summary>
    public TrainingRecipe Recipe(int seed) => new()
    {
        Epochs = Epochs,
        ImageSize = ImageSize,
        Seed = seed,
        Precision = Precision,
        Threads = Threads,
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 100_000, LogInterval = 20 },
    };

    /// <summary>
    /// Settings for drawn shapes, which are learnt sooner. Epochs and batch size give a network of 96 pictures 480 steps: with a fifth of it the first parent found nothing, and
    /// a chain that starts from such a parent tells nothing of what is kept.
    /// </summary>
    public TrainingRecipe ShapeRecipe(int seed) => Recipe(seed) with
    {
        Width = 0.125,
        ImageSize = ShapePictures.Side,
        BatchSize = 8,
        Epochs = Size switch { BenchSize.Quick => 10, BenchSize.Medium => 40, _ => 60 },
        Augmentation = new AugmentationRecipe { MosaicProbability = 0.3, ScaleMin = 0.8, ScaleMax = 1.2 },
        Optimizer = new OptimizerRecipe { LearningRate = 3e-3, AverageDecay = 0.98 },
    };
}
