using Platform.Core.Access;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Recipes;
using Platform.Training.Runs.Comparison;
using Platform.Training.Runs.Events;
using Platform.Training.Tasks;

namespace Platform.Training.Runs.Queries;

/// <summary>Compares runs of one project: curves, settings, data and scores by class.</summary>
public sealed class RunComparisonQueries(RunQueries runs, ModelQueries models, VersionDiffQueries diffs)
{
    /// <summary>Points of a curve; more than a screen can show help nobody.</summary>
    private const int MaxPoints = 300;

    /// <param name="actor">Who asks.</param>
    /// <param name="runIds">Two to five; named twice counts once.</param>
    /// <param name="cancellation">Ends the comparison of the data.</param>
    public async Task<RunComparison> CompareAsync(Actor actor, IReadOnlyList<Guid> runIds, CancellationToken cancellation)
    {
        var chosen = runIds.Distinct().Take(RunComparison.MaxRuns + 1).Select(id => runs.Get(actor, id)).ToList();
        if (chosen.Count is < RunComparison.MinRuns or > RunComparison.MaxRuns)
        {
            throw new DomainRuleException(
                "runs.compare_count", $"{RunComparison.MinRuns} to {RunComparison.MaxRuns} runs can be compared. Choose as many in the list of runs.", RunComparison.MinRuns, RunComparison.MaxRuns);
        }

        if (chosen.Exists(run => run.ProjectId != chosen[0].ProjectId))
        {
            throw new DomainRuleException("runs.compare_projects", "Only runs of one project can be compared. Choose them in its list of runs.");
        }

        var versions = new List<ModelVersionDetails>();
        foreach (var run in chosen)
        {
            versions.Add(await models.GetVersionAsync(actor, run.Id, cancellation).ConfigureAwait(false));
        }

        var split = CommonSplit(versions);
        var scores = versions.ConvertAll(version => version.Evaluations.LastOrDefault(evaluation => evaluation.Split == split));
        return new RunComparison(
            [.. chosen.Select((run, index) => new ComparedRun(run, versions[index].Version.Number, CurvesOf(runs.History(actor, run.Id)), scores[index]))],
            Settings(chosen),
            await DataAsync(actor, chosen, cancellation).ConfigureAwait(false),
            split,
            scores.TrueForAll(evaluation => evaluation?.DatasetVersionId == scores[0]?.DatasetVersionId),
            Classes(scores));
    }

    /// <summary>The curves of a run by name, thinned out.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<CurvePoint>> CurvesOf(IReadOnlyList<RunEvent> history)
    {
        var curves = new Dictionary<string, List<CurvePoint>>(StringComparer.Ordinal);
        void Add(string name, double epoch, double value)
        {
            if (!curves.TryGetValue(name, out var points))
            {
                curves[name] = points = [];
            }

            points.Add(new CurvePoint(epoch, value));
        }

        foreach (var happened in history)
        {
            if (happened is ProgressMade progress)
            {
                var epoch = progress.Epoch - 1 + (progress.Iteration / (double)Math.Max(1, progress.Iterations));
                Add("learningRate", epoch, progress.LearningRate);
                foreach (var (name, value) in progress.Losses)
                {
                    Add($"loss.{name}", epoch, value);
                }
            }
            else if (happened is EpochEnded ended)
            {
                foreach (var (name, value) in ended.Metrics)
                {
                    Add(name, ended.Epoch, value);
                }
            }
        }

        return curves.ToDictionary(pair => pair.Key, pair => Thinned(pair.Value));
    }

    private static IReadOnlyList<CurvePoint> Thinned(List<CurvePoint> points)
    {
        var stride = (points.Count + MaxPoints - 1) / MaxPoints;
        return stride <= 1 ? points : [.. points.Where((_, index) => index % stride == 0 || index == points.Count - 1)];
    }

    // Test says most, as long as all have it.
    private static SplitKind? CommonSplit(List<ModelVersionDetails> versions)
    {
        foreach (var split in new[] { SplitKind.Test, SplitKind.Val })
        {
            if (versions.TrueForAll(version => version.Evaluations.Any(evaluation => evaluation.Split == split)))
            {
                return split;
            }
        }

        return null;
    }

    private static IReadOnlyList<ComparedSetting> Settings(List<RunRecord> chosen)
    {
        var recipes = chosen.ConvertAll(run => TrainingRecipeJson.TryRead(run.Recipe.ToJsonString()) is { } recipe ? RecipeText.Flatten(recipe) : new Dictionary<string, string>());
        var fields = recipes.SelectMany(recipe => recipe.Keys).Distinct().Select(field => new ComparedSetting(field, [.. recipes.Select(recipe => recipe.GetValueOrDefault(field))]));
        var onValidation = new ComparedSetting("trainOnValidation", [.. chosen.Select(run => run.TrainOnValidation ? "true" : "false")]);
        return [.. fields.Append(onValidation).Where(setting => setting.Values.Distinct().Count() > 1)];
    }

    private async Task<IReadOnlyList<ComparedData>> DataAsync(Actor actor, List<RunRecord> chosen, CancellationToken cancellation)
    {
        var data = new List<ComparedData>();
        foreach (var run in chosen.Where(run => run.DatasetVersionId != chosen[0].DatasetVersionId))
        {
            data.Add(new ComparedData(run.Id, await diffs.SummariseAsync(actor, chosen[0].DatasetVersionId, run.DatasetVersionId, cancellation).ConfigureAwait(false)));
        }

        return data;
    }

    private static IReadOnlyList<ComparedClass> Classes(List<EvaluationView?> scores)
    {
        var byRun = scores.ConvertAll(evaluation => EvaluationDetailsReader.ClassScores(evaluation?.Details));
        return
        [
            .. byRun.SelectMany(classes => classes.Select(item => (item.Key, item.Name))).DistinctBy(item => item.Key)
                .Select(item => new ComparedClass(item.Key, item.Name, [.. byRun.Select(classes => classes.FirstOrDefault(other => other.Key == item.Key).Score)])),
        ];
    }
}
