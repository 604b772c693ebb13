using Platform.Core.Access;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Queries;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental.Queries;

/// <summary>Compares children with their parents.</summary>
public sealed class ForgettingQueries(ModelQueries models)
{
    /// <summary>On the split that says most, test before validation; null for a version without a parent, or while either has no scores on the child's data.</summary>
    public async Task<Forgetting?> FindAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        var child = await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        if (child.Version.ParentModelVersionId is not { } parentId)
        {
            return null;
        }

        var parent = await models.GetVersionAsync(actor, parentId, cancellation).ConfigureAwait(false);
        var comparisons = new[] { SplitKind.Test, SplitKind.Val }.Select(split => Compare(child, parent, split)).OfType<Forgetting>().ToList();

        // A split without old objects says nothing of what was forgotten.
        return comparisons.Find(comparison => comparison.ParentOld is not null) ?? comparisons.FirstOrDefault();
    }

    private static Forgetting? Compare(ModelVersionDetails child, ModelVersionDetails parent, SplitKind split)
    {
        var (after, before) = (ScoresOf(child), ScoresOf(parent));
        if (after is null || before is null)
        {
            return null;
        }

        var fresh = IncrementalInfo.Read(child.Version.IncrementalInfo)?.NewClasses.ToHashSet() ?? [.. after.Select(item => item.Key).Except(before.Select(item => item.Key))];
        return new Forgetting(child.Version.Id, child.Version.Number, parent.Version.Id, parent.Version.Number, split,
        [
            .. after.Select(item => new ClassChange(item.Key, item.Name, fresh.Contains(item.Key), before.FirstOrDefault(other => other.Key == item.Key).Score, item.Score)),
        ]);

        IReadOnlyList<(string Key, string Name, double? Score)>? ScoresOf(ModelVersionDetails version) =>
            version.Evaluations.LastOrDefault(evaluation => evaluation.DatasetVersionId == child.Version.TrainingDataVersionId && evaluation.Split == split) is { } found
                ? EvaluationDetailsReader.ClassScores(found.Details)
                : null;
    }
}
