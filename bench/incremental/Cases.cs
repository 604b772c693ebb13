using Platform.Core.Shared;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Incremental;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;

namespace IncrementalBench;

/// <summary>What is compared with what.</summary>
internal sealed class Cases(BenchOptions options, Networks networks, Report report, OpenCvImageCodec codec)
{
    private readonly BloodCells _cells = new(Path.Combine(options.Root, "..", "shared", "data", "bccd"), codec);
    private readonly ShapePictures _shapes = new(codec);

    private int Photographs => options.IsQuick ? 40 : int.MaxValue;

    /// <summary>One class of blood cells added to two; on the new photographs only the new class is labelled.</summary>
    public void BloodCellOrder(string added, int seed)
    {
        if (!Found())
        {
            return;
        }

        string[] old = [.. BloodCells.Keys.Where(key => key != added)];
        string[] all = [.. old, added];
        var test = _cells.Take("test", Photographs, all, all);
        var earlier = _cells.Take("train+val", Photographs, all, old, "-old");
        var fresh = _cells.Take("train+val", Photographs, all, [added], "-new");
        Compare($"BCCD + {added}", all, old.Length, earlier, fresh, _cells.Take("train+val", Photographs, all, all, "-all"), test, options.Recipe(seed));
    }

    /// <summary>The same with photographs that show no old cell.</summary>
    public void BloodCellsAlone(int seed)
    {
        if (!Found())
        {
            return;
        }

        string[] all = ["RBC", "WBC", "Platelets"];
        var earlier = _cells.Take("train+val", Photographs, all, ["RBC", "WBC"], "-old");
        Compare(
            "BCCD + Platelets, alone", all, 2, earlier, _cells.TakeAlone("train+val", Photographs, all, "Platelets"), _cells.Take("train+val", Photographs, all, all, "-all"),
            _cells.Take("test", Photographs, all, all), options.Recipe(seed));
    }

    /// <summary>Drawn shapes that show new classes alone.</summary>
    public void ShapesAlone(int seed)
    {
        var count = options.Pictures(400);
        string[] keys = ShapePictures.Keys[..3];
        var earlier = _shapes.Take(0, count, [0, 1], [0, 1]);
        var fresh = _shapes.Take(10_000, count, [2], [2]);
        var joint = (IReadOnlyList<TrainingSample>)[.. earlier, .. fresh];
        Compare("shapes + one, alone", keys, 2, earlier, fresh, joint, _shapes.Take(50_000, 150, [0, 1, 2], [0, 1, 2]), options.ShapeRecipe(seed));
    }

    /// <summary>Two classes, then four times one more; each step's pictures show all classes so far and have the new one labelled.</summary>
    public void Chain(int seed)
    {
        const string Scenario = "shapes, four steps";
        var count = options.Pictures(300);
        var recipe = options.ShapeRecipe(seed);
        var keys = ShapePictures.Keys;
        int[] known = [0, 1];
        var sources = new List<IReadOnlyList<TrainingSample>> { _shapes.Take(0, count, known, known) };
        var complete = new List<TrainingSample>(sources[0]);
        var test = _shapes.Take(50_000, 200, [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]);
        var steps = new List<IReadOnlyList<TrainingSample>>();
        for (var step = 2; step < keys.Length; step++)
        {
            int[] shown = [.. Enumerable.Range(0, step + 1)];
            steps.Add(_shapes.Take(10_000 * step, count, shown, [step]));
            complete.AddRange(_shapes.Take(10_000 * step, count, shown, shown));
        }

        var joint = networks.Train("chain-joint", keys, complete, recipe);
        var best = networks.Score(joint, test);
        Tell("joint", best.ByClass);
        report.Add(Scenario, "joint", seed, best.Scores.Strict, Mean(best.ByClass, keys[..2]), Mean(best.ByClass, keys[2..]), best.Scores.Strict, joint.Minutes);
        var first = networks.Train("chain-parent", keys[..2], sources[0], recipe);
        TellParent(Scenario, seed, networks.Score(first, [.. test.Select(sample => ParentScores.Known(sample, 2))]).ByClass);
        foreach (var strategy in options.Of(IncrementalStrategy.FineTune, IncrementalStrategy.DistillationRehearsal))
        {
            var current = first;
            var minutes = 0.0;
            for (var step = 2; step < keys.Length; step++)
            {
                var classes = new GrownClasses(keys[..(step + 1)], step, []);
                current = networks.Grow(
                    $"chain-{strategy}-{step}", current, classes, steps[step - 2], [.. sources, .. steps.Take(step - 2)], Child(recipe, strategy), networks.Score(current, Known(sources[0], step)).Scores.Details);
                minutes += current.Minutes;
                Tell($"step {step - 1}, {EnumText<IncrementalStrategy>.ToText(strategy)}", networks.Score(current, _shapes.Take(60_000, 100, [.. Enumerable.Range(0, step + 1)], [.. Enumerable.Range(0, step + 1)])).ByClass);
            }

            var reached = networks.Score(current, test);
            report.Add(Scenario, EnumText<IncrementalStrategy>.ToText(strategy), seed, reached.Scores.Strict, Mean(reached.ByClass, keys[..2]), Mean(reached.ByClass, keys[2..]), best.Scores.Strict, minutes);
        }
    }

    private void Compare(
        string scenario, string[] keys, int old, IReadOnlyList<TrainingSample> earlier, IReadOnlyList<TrainingSample> fresh, IReadOnlyList<TrainingSample> everything,
        IReadOnlyList<TrainingSample> test, TrainingRecipe recipe)
    {
        var name = scenario.Replace(' ', '-').Replace("+", "", StringComparison.Ordinal);
        var joint = networks.Train(name + "-joint", keys, everything, recipe);
        var best = networks.Score(joint, test);
        Tell("joint", best.ByClass);
        report.Add(scenario, "joint", recipe.Seed, best.Scores.Strict, Mean(best.ByClass, keys[..old]), Mean(best.ByClass, keys[old..]), best.Scores.Strict, joint.Minutes);
        var parent = networks.Train(name + "-parent", keys[..old], earlier, recipe);
        var told = networks.Score(parent, Known(earlier, old)).Scores.Details;
        TellParent(scenario, recipe.Seed, networks.Score(parent, [.. test.Select(sample => ParentScores.Known(sample, old))]).ByClass);
        foreach (var strategy in options.Of(Enum.GetValues<IncrementalStrategy>().OrderDescending()))
        {
            var child = networks.Grow($"{name}-{strategy}", parent, new GrownClasses(keys, old, []), fresh, [earlier], Child(recipe, strategy), told);
            var reached = networks.Score(child, test);
            Tell(EnumText<IncrementalStrategy>.ToText(strategy), reached.ByClass);
            report.Add(
                scenario, EnumText<IncrementalStrategy>.ToText(strategy), recipe.Seed, reached.Scores.Strict, Mean(reached.ByClass, keys[..old]), Mean(reached.ByClass, keys[old..]), best.Scores.Strict, child.Minutes);
        }
    }

    // What the launch form offers, but for the least number of images shown again, which on sets as small as these were far more than the tenth that the goals speak of.
    private static TrainingRecipe Child(TrainingRecipe parent, IncrementalStrategy strategy)
    {
        var child = ParentQueries.Defaults(parent, strategy);
        return child with { Incremental = child.Incremental! with { Rehearsal = child.Incremental.Rehearsal with { Min = 1 } } };
    }

    private bool Found()
    {
        if (!_cells.Exists)
        {
            Console.Error.WriteLine("The photographs (../shared/data/bccd) are not here: their cases are left out.");
        }

        return _cells.Exists;
    }

    // As somebody labels them who knows the first classes only.
    private static IReadOnlyList<TrainingSample> Known(IReadOnlyList<TrainingSample> samples, int classCount) => [.. samples.Where(sample => sample.Classes.All(index => index < classCount))];

    private void TellParent(string scenario, int seed, IReadOnlyDictionary<string, double> byClass)
    {
        Tell("parent", byClass);
        report.AddParent(scenario, seed, byClass.Values.Average(), byClass.Values.Min());
    }

    private static void Tell(string what, IReadOnlyDictionary<string, double> byClass) =>
        Console.Error.WriteLine($"  {what}: {string.Join(", ", byClass.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value:0.000}")))}");

    private static double Mean(IReadOnlyDictionary<string, double> scores, string[] keys) => keys.Average(key => scores.GetValueOrDefault(key));
}
