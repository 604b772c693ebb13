using System.Collections.Concurrent;
using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Training.Recipes;
using Platform.Training.Runs.Launch;
using Platform.Training.Tasks;

namespace Platform.Training.Runs.Queries;

/// <summary>Everything to be known before a training is launched.</summary>
public sealed class LaunchQueries(ModelQueries models, DatasetQueries versions, TrainingDataQueries datasets, LeakQueries leaks, TrainingFiles files, TrainingTasks tasks, RunQueries runs, RunOptions options, TrainingGate gate)
{
    /// <summary>Runs whose history is looked at for their speed.</summary>
    private const int RecentRuns = 20;

    /// <summary>Images that a short measurement trains on.</summary>
    private const int ProbeImages = 64;

    // Nano at 320 px on two cores without a GPU, loading included; docs/users/training says so.
    private static readonly MeasuredSpeed s_reference = new(new TrainingRecipe(), "cpu", null, 0.057, 0.012, null);

    private readonly ConcurrentDictionary<(Guid Version, ModelTask Task), LaunchFacts> _facts = new();
    private readonly ConcurrentDictionary<(ModelTask Task, double Cost, int Batch), MeasuredSpeed> _measured = new();

    /// <summary>The version's statistics for the model's task; a frozen version is counted once.</summary>
    public async Task<LaunchFacts> FactsAsync(Actor actor, Guid modelId, Guid datasetVersionId, CancellationToken cancellation)
    {
        var model = await models.GetAsync(actor, modelId, cancellation).ConfigureAwait(false);
        if (_facts.TryGetValue((datasetVersionId, model.Task), out var known))
        {
            // Who may not see the version must not learn of it from the memory of those who may.
            await versions.DemandAsync(actor, datasetVersionId, Permission.ViewProject, cancellation).ConfigureAwait(false);
            return known;
        }

        var data = await datasets.LoadAsync(actor, datasetVersionId, tasks.Of(model.Task).Shapes, cancellation).ConfigureAwait(false);
        var report = await leaks.ReportAsync(actor, datasetVersionId, cancellation).ConfigureAwait(false);
        var facts = LaunchFacts.Of(data, model.Task, report.Groups);
        if (_facts.Count > 64)
        {
            _facts.Clear();
        }

        return _facts[(datasetVersionId, model.Task)] = facts;
    }

    /// <summary>Time and memory from what is known already: the newest run like it, a measurement like it, one reckoned up, or another machine's.</summary>
    public TrainingEstimate Estimate(Actor actor, LaunchFacts facts, TrainingRecipe recipe, bool trainOnValidation)
    {
        var device = Device(recipe);
        var (speed, basis) = Known(actor, recipe, device);
        var known = speed with { MemoryBytes = speed.MemoryBytes ?? _measured.Values.FirstOrDefault(other => other.IsOf(speed.Recipe))?.MemoryBytes };
        return TrainingEstimate.Of(known, recipe, facts.TrainImages(trainOnValidation), trainOnValidation ? 0 : facts.In(SplitKind.Val), basis);
    }

    /// <summary>Measures a few steps on this machine, which takes seconds, and estimates from them; null while a training or another measurement is under way.</summary>
    public async Task<TrainingEstimate?> MeasureAsync(Actor actor, Guid modelId, Guid datasetVersionId, TrainingRecipe recipe, bool trainOnValidation, CancellationToken cancellation)
    {
        TrainingRecipeRules.Validate(recipe);
        var model = await models.GetAsync(actor, modelId, cancellation).ConfigureAwait(false);
        await versions.DemandAsync(actor, datasetVersionId, Permission.TrainModel, cancellation).ConfigureAwait(false);
        var task = tasks.Of(model.Task);
        var data = await datasets.LoadAsync(actor, datasetVersionId, task.Shapes, cancellation).ConfigureAwait(false);
        task.Demand(data, recipe, trainOnValidation);
        var some = data with { Images = [.. Some(data, SplitKind.Train, recipe), .. Some(data, SplitKind.Val, recipe)] };
        var loaded = await task.LoadAsync(some, recipe, trainOnValidation: false, files, cancellation).ConfigureAwait(false);
        var device = TrainingDevices.Resolve(options.Devices)[0];

        // Without its parent: what that adds is reckoned.
        var alone = recipe with { Incremental = null };
        var probe = await Task.Run(() => gate.TryMeasure(stop => task.Measure(loaded, alone with { Device = device }, stop), cancellation), cancellation).ConfigureAwait(false);
        if (probe is null)
        {
            return null;
        }

        var speed = _measured[(recipe.Task, MeasuredSpeed.CostOf(recipe), recipe.BatchSize)] = MeasuredSpeed.Of(alone, device.Split(':')[0], probe);
        var facts = await FactsAsync(actor, modelId, datasetVersionId, cancellation).ConfigureAwait(false);
        return TrainingEstimate.Of(speed, recipe, facts.TrainImages(trainOnValidation), trainOnValidation ? 0 : facts.In(SplitKind.Val), EstimateBasis.Probe);
    }

    private static IEnumerable<TrainingImage> Some(TrainingData data, SplitKind split, TrainingRecipe recipe) =>
        SampleChoice.Spread(data.In(split), Math.Clamp(recipe.BatchSize, ProbeImages, 4 * ProbeImages));

    private string Device(TrainingRecipe recipe) => options.Devices is [TrainingDevices.Auto] or [] ? recipe.Device.Split(':')[0] : options.Devices[0].Split(':')[0];

    private (MeasuredSpeed Speed, EstimateBasis Basis) Known(Actor actor, TrainingRecipe recipe, string device)
    {
        var ran = runs.List(actor).Where(run => run.Epoch > 1).Take(RecentRuns).Select(run => SpeedOf(actor, run)).OfType<MeasuredSpeed>()
            .Where(speed => speed.Recipe.Task == recipe.Task).ToList();
        var measured = _measured.Values.Where(speed => speed.Recipe.Task == recipe.Task).ToList();
        return Best(ran, EstimateBasis.Run, speed => speed.IsOf(recipe)) ?? Best(measured, EstimateBasis.Probe, speed => speed.IsOf(recipe))
            ?? Best(ran, EstimateBasis.Run, speed => speed.Alike(recipe)) ?? Best(measured, EstimateBasis.Probe, speed => speed.Alike(recipe))
            ?? Best(measured, EstimateBasis.Probe, _ => true) ?? Best(ran, EstimateBasis.Run, _ => true)
            ?? (s_reference with { Device = device }, EstimateBasis.Reference);
    }

    private static (MeasuredSpeed, EstimateBasis)? Best(List<MeasuredSpeed> speeds, EstimateBasis basis, Func<MeasuredSpeed, bool> fits) =>
        speeds.Find(speed => fits(speed)) is { } found ? (found, basis) : null;

    private MeasuredSpeed? SpeedOf(Actor actor, RunRecord run) =>
        TrainingRecipeJson.TryRead(run.Recipe.ToJsonString()) is { } recipe ? MeasuredSpeed.Of(run, recipe, runs.History(actor, run.Id)) : null;
}
