using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Platform.Core.Datasets;
using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;

namespace IncrementalBench;

/// <summary>Trains networks as runs do, and keeps each so that it is trained once.</summary>
internal sealed class Networks(string folder, OpenCvImageCodec codec)
{
    private readonly DetectionTask _task = new(codec, TimeProvider.System);

    /// <summary>A network without a parent; its last averaged weights.</summary>
    public Trained Train(string name, IReadOnlyList<string> keys, IReadOnlyList<TrainingSample> samples, TrainingRecipe recipe) => Kept(name, recipe, samples, store =>
        _task.Train(new TaskData(Classes(keys), samples, [], []), recipe, store, store.LoadNewest()?.Snapshot, new Silent(), default), keys, "");

    /// <summary>A child of a parent.</summary>
    /// <param name="name">Unique in the benchmark.</param>
    /// <param name="parent">Who teaches.</param>
    /// <param name="classes">Old and new.</param>
    /// <param name="samples">New images, with people's labels of new classes.</param>
    /// <param name="earlier">What the parent and its ancestors were trained on, by data.</param>
    /// <param name="recipe">With its incremental part.</param>
    /// <param name="told">The parent's evaluation on its own data, for thresholds.</param>
    public Trained Grow(
        string name, Trained parent, GrownClasses classes, IReadOnlyList<TrainingSample> samples, IReadOnlyList<IReadOnlyList<TrainingSample>> earlier, TrainingRecipe recipe, string told) =>
        Kept(name, recipe, samples, store =>
        {
            var part = recipe.Incremental!;
            var data = new TaskData(Classes(classes.Keys), samples, [], []);
            using var checkpoint = new MemoryStream(parent.Checkpoint);
            using var teacher = _task.OpenTeacher(checkpoint, recipe, Classes(parent.Keys));
            var again = part.Rehearses ? Buffer(earlier, part, recipe.Seed) : [];
            var plan = IncrementalPlan.Of(samples, again, teacher, classes, PseudoThresholds.Of(classes.OldKeys, told, part.PseudoLabels, part.PseudoLabels.Score), part, default);
            var added = samples.Where(sample => plan.Added.ContainsKey(sample.Id)).Select(sample => plan.Added[sample.Id]).ToList();
            Console.Error.WriteLine($"  {name}: the parent added {added.Sum(labels => labels.Classes.Length)} labels and {added.Sum(labels => labels.Ignored.Count)} regions to {samples.Count} new images; {again.Sum(source => source.Count)} are shown again");
            _task.TrainChild(plan.Apply(data, [.. again.SelectMany(source => source)], classes), classes, teacher, recipe, store, store.LoadNewest()?.Snapshot, new Silent(), default);
        }, classes.Keys, Convert.ToHexString(SHA256.HashData(parent.Checkpoint)));

    public (TaskScores Scores, IReadOnlyDictionary<string, double> ByClass) Score(Trained network, IReadOnlyList<TrainingSample> samples)
    {
        using var checkpoint = new MemoryStream(network.Checkpoint);
        using var opened = _task.Open(checkpoint, new TaskData(Classes(network.Keys), [], [], []));
        var scores = opened.Evaluate(samples, default);
        return (scores, EvaluationDetailsReader.ClassScores(scores.Details).ToDictionary(item => item.Key, item => item.Score ?? 0));
    }

    private static List<IReadOnlyList<TrainingSample>> Buffer(IReadOnlyList<IReadOnlyList<TrainingSample>> earlier, IncrementalRecipe part, int seed)
    {
        var pool = earlier.SelectMany((samples, source) => samples.Select(sample => (sample, source))).ToList();
        var chosen = RehearsalBuffer.Choose(pool.ConvertAll(item => (IReadOnlyList<int>)item.sample.Classes), RehearsalBuffer.SizeOf(pool.Count, part.Rehearsal), part.Rehearsal.RandomShare, seed);
        return [.. chosen.Select(index => pool[index]).GroupBy(item => item.source).OrderBy(group => group.Key).Select(group => (IReadOnlyList<TrainingSample>)[.. group.Select(item => item.sample)])];
    }

    private Trained Kept(string name, TrainingRecipe recipe, IReadOnlyList<TrainingSample> samples, Action<CheckpointStore> train, IReadOnlyList<string> keys, string parent)
    {
        var what = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TrainingRecipeJson.Write(recipe) + string.Join(',', samples.Select(sample => sample.Id)) + parent)))[..12];
        var place = Path.Combine(folder, $"{name}-{recipe.Seed}-{what}");
        Directory.CreateDirectory(place);
        var store = new CheckpointStore(new DiskCheckpointFiles(place), new CheckpointContext(recipe, keys, "bench"), 1, TimeProvider.System);
        var minutes = Path.Combine(place, "minutes");
        if (!File.Exists(minutes))
        {
            var started = Stopwatch.GetTimestamp();
            train(store);
            File.WriteAllText(minutes, FormattableString.Invariant($"{Stopwatch.GetElapsedTime(started).TotalMinutes:0.00}"));
        }

        using var stream = store.OpenRead(store.ReadManifest().Checkpoints.Last(entry => entry.Kind == CheckpointKind.Final));
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new Trained(keys, copy.ToArray(), double.Parse(File.ReadAllText(minutes), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static IReadOnlyList<TrainingClass> Classes(IReadOnlyList<string> keys) => [.. keys.Select(key => new TrainingClass(Guid.Empty, key, key, "#ffffff"))];

    private sealed class Silent : ITrainingObserver
    {
        public void Observe(TrainingEvent trainingEvent)
        {
            if (trainingEvent is EpochCompleted epoch && epoch.Epoch % 10 == 0)
            {
                Console.Error.WriteLine($"  epoch {epoch.Epoch}, loss {epoch.Losses.Total:0.000}, {epoch.Seconds:0.0} s");
            }
        }
    }
}

/// <summary>A trained network.</summary>
internal sealed record Trained(IReadOnlyList<string> Keys, byte[] Checkpoint, double Minutes);
