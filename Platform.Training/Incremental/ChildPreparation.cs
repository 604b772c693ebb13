using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Data;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental;

/// <summary>Brings together what a run from a parent needs beside its data: the parent's network, its labels, and images that are shown again.</summary>
public sealed class ChildPreparation(ModelQueries models, TrainingDataQueries datasets, TrainingFiles files, BlobCache blobs, TrainingTasks tasks)
{
    /// <summary>Opens the parent and completes the data. What was decided is kept in the run's folder: a run that goes on decides nothing anew.</summary>
    /// <param name="info">Of the run.</param>
    /// <param name="recipe">With the device that it is trained on.</param>
    /// <param name="frozen">The run's data, its classes in the order of the child's outputs.</param>
    /// <param name="data">The same as samples.</param>
    /// <param name="planFile">Where the decisions are kept.</param>
    /// <param name="say">The run's log.</param>
    /// <param name="cancellation">Ends the looking.</param>
    public async Task<PreparedChild> PrepareAsync(
        IncrementalInfo info, TrainingRecipe recipe, TrainingData frozen, TaskData data, string planFile, Action<LineLogged> say, CancellationToken cancellation)
    {
        var task = tasks.Of(recipe.Task);
        var growing = task.Incremental ?? throw Unknown(recipe);
        var teacher = await OpenAsync(growing, info, recipe, data, cancellation).ConfigureAwait(false);
        try
        {
            var kept = TryRead(planFile);
            var earlier = await LoadEarlierAsync(info, recipe, frozen, task, growing, kept, cancellation).ConfigureAwait(false);
            var plan = kept ?? IncrementalPlan.Of(data.Train, earlier.Train, teacher, info.Classes, info.PseudoScores, info.Settings, cancellation);
            if (kept is null)
            {
                await DurableFile.WriteAsync(planFile, stream => JsonSerializer.SerializeAsync(stream, plan, RunJson.Options, cancellation), cancellation).ConfigureAwait(false);
            }

            var judges = EarlierValidation.Of(data.Validation, earlier.Validation, info.Classes);
            Say(info, plan, data, judges, say);
            return new PreparedChild(growing, teacher, info.Classes, plan.Apply(data, [.. earlier.Train.SelectMany(source => source)], info.Classes) with { EarlierValidation = judges });
        }
        catch
        {
            teacher.Dispose();
            throw;
        }
    }

    internal static DomainRuleException Unknown(TrainingRecipe recipe) => new(
        "incremental.task", $"Models of the task '{EnumText<Core.Models.Model.ModelTask>.ToText(recipe.Task)}' cannot grow from a parent. Train a version without a parent, on earlier and new data together.", EnumText<Core.Models.Model.ModelTask>.ToText(recipe.Task));

    private async Task<ITeacher> OpenAsync(IIncrementalTask growing, IncrementalInfo info, TrainingRecipe recipe, TaskData data, CancellationToken cancellation)
    {
        var artifact = await models.GetArtifactAsync(Actor.Platform, info.ParentArtifactId, cancellation).ConfigureAwait(false);
        var stream = File.OpenRead(await blobs.GetPathAsync(artifact.StorageUri, artifact.Sha256, cancellation).ConfigureAwait(false));
        await using (stream.ConfigureAwait(false))
        {
            return growing.OpenTeacher(stream, recipe, [.. data.Classes.Take(info.ParentClassCount)]);
        }
    }

    // Images that the new data holds as well are left out: there they are labelled better, and its validation and test images must stay unseen.
    private async Task<EarlierSamples> LoadEarlierAsync(
        IncrementalInfo info, TrainingRecipe recipe, TrainingData frozen, ITrainingTask task, IIncrementalTask growing, IncrementalPlan? kept, CancellationToken cancellation)
    {
        var present = frozen.Images.Select(ContentOf).ToHashSet(StringComparer.Ordinal);
        var pool = new List<(TrainingData Source, TrainingImage Image)>();
        foreach (var source in info.RehearsalSources)
        {
            var earlier = await datasets.LoadAsync(Actor.Platform, source.DatasetVersionId, task.Shapes, cancellation).ConfigureAwait(false);
            if (earlier.ContentSha256 != source.Sha256)
            {
                throw new ConflictException("training.data_changed", "The dataset version is not the one that this run was launched with. Launch a new run.");
            }

            var ordered = earlier.ForClasses(frozen.Classes);
            pool.AddRange(ordered.In(SplitKind.Train, SplitKind.Val).Where(image => growing.LabelsOf(image, recipe) is not null && present.Add(ContentOf(image))).Select(image => (ordered, image)));
        }

        var shown = pool.FindAll(entry => entry.Image.Split is SplitKind.Train);
        var judging = pool.FindAll(entry => entry.Image.Split is SplitKind.Val);
        var names = kept?.Rehearsal.Select(SampleName.ImageOf).ToHashSet(StringComparer.Ordinal) ?? Chosen(shown, info.RehearsalImages);
        names.UnionWith(Chosen(judging, RehearsalBuffer.SizeOf(judging.Count, info.Settings.Rehearsal)));
        var loaded = new List<TaskData>();
        foreach (var source in pool.Where(entry => names.Contains(entry.Image.Name)).GroupBy(entry => entry.Source))
        {
            var some = source.Key with { Images = [.. source.Select(entry => entry.Image)] };
            loaded.Add(await task.LoadAsync(some, recipe, false, files, cancellation).ConfigureAwait(false));
        }

        return new EarlierSamples(loaded.ConvertAll(source => source.Train), loaded.ConvertAll(source => source.Validation));

        HashSet<string> Chosen(List<(TrainingData Source, TrainingImage Image)> from, int count)
        {
            var labels = from.ConvertAll(entry => growing.LabelsOf(entry.Image, recipe) ?? []);
            return [.. RehearsalBuffer.Choose(labels, count, info.Settings.Rehearsal.RandomShare, recipe.Seed).Select(index => from[index].Image.Name)];
        }
    }

    private static string ContentOf(TrainingImage image) => $"{image.Sha256}#{image.Frame?.Number}";

    private static void Say(IncrementalInfo info, IncrementalPlan plan, TaskData data, IReadOnlyList<EarlierValidation> judges, Action<LineLogged> say)
    {
        say(RunLines.Of("grows", info.ParentNumber, string.Join(", ", info.OldClasses), string.Join(", ", info.NewClasses)));
        if (info.Settings.Completes)
        {
            var trained = data.Train.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
            var added = plan.Added.Where(pair => trained.Contains(pair.Key)).Select(pair => pair.Value).ToList();
            var untold = data.Train.Count(sample => sample.IsUntold) - added.Count(labels => labels.Tags.Length > 0);
            say(RunLines.Of("pseudoLabels", added.Sum(labels => labels.LabelCount), added.Sum(labels => labels.Ignored.Count) + untold, data.Train.Count));
        }

        if (plan.LabelledByPeople.Count > 0)
        {
            say(RunLines.Of("labelledByPeople", string.Join(", ", plan.LabelledByPeople)));
        }

        if (info.Settings.Rehearses)
        {
            say(RunLines.Of("rehearsal", plan.Rehearsal.Count, string.Join(", ", info.RehearsalSources.Select(source => source.Name))));
        }

        if (judges.Count > 0)
        {
            say(RunLines.Of("earlierValidation", judges.Sum(judge => judge.Samples.Count), string.Join(", ", judges.SelectMany(judge => judge.Classes).Select(index => info.ClassKeys[index]))));
        }
    }

    private static IncrementalPlan? TryRead(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<IncrementalPlan>(File.ReadAllText(file), RunJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What is taken from the data of the parent and its ancestors, one list for each set of data, the parent's first.</summary>
internal sealed record EarlierSamples(IReadOnlyList<IReadOnlyList<TrainingSample>> Train, IReadOnlyList<IReadOnlyList<TrainingSample>> Validation);

/// <summary>A child ready to be trained. Owns the parent's network.</summary>
public sealed record PreparedChild(IIncrementalTask Task, ITeacher Teacher, GrownClasses Classes, TaskData Data) : IDisposable
{
    public void Dispose() => Teacher.Dispose();
}
