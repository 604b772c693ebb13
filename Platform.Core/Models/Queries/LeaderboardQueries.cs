using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;

namespace Platform.Core.Models.Queries;

/// <summary>Images that models of a task were scored on.</summary>
/// <param name="ModelCount">Model versions with scores on it.</param>
public sealed record TestSet(ModelTask Task, Guid DatasetVersionId, string DatasetName, string VersionTag, SplitKind Split, int ModelCount);

/// <summary>A model version's newest scores on a test set.</summary>
/// <param name="Number">1 for the model's first version.</param>
/// <param name="DeployBytes">Size of its smallest ONNX file; null without one.</param>
/// <param name="SeenImages">Images of the test set, by content, that it was trained or picked on: above zero its scores say little.</param>
public sealed record LeaderboardRow(
    Guid EvaluationId, Guid ModelVersionId, Guid ModelId, string ModelName, int Number, string TrainedOn, double Map50, double Map5095, double Precision, double Recall, double F1Score,
    long? DeployBytes, int SeenImages, DateTime CreatedAt);

/// <summary>Compares all model versions of a project on one set of images.</summary>
public sealed class LeaderboardQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>Rows that are shown.</summary>
    public const int Limit = 200;

    /// <summary>What there are scores on, the set with most models first.</summary>
    public async Task<IReadOnlyList<TestSet>> TestSetsAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        var sets = await (
            from evaluation in db.Evaluations
            join version in db.ModelVersions on evaluation.ModelVersionId equals version.Id
            join model in db.Models on version.ModelId equals model.Id
            join data in db.DatasetVersions on evaluation.DatasetVersionId equals data.Id
            join dataset in db.Datasets on data.DatasetId equals dataset.Id
            where model.ProjectId == projectId
            group evaluation.ModelVersionId by new { model.Task, evaluation.DatasetVersionId, dataset.Name, data.VersionTag, evaluation.Split } into rows
            select new TestSet(rows.Key.Task, rows.Key.DatasetVersionId, rows.Key.Name, rows.Key.VersionTag, rows.Key.Split, rows.Distinct().Count())).ToListAsync(cancellationToken);
        return [.. sets.OrderByDescending(set => set.ModelCount).ThenBy(set => set.Split == SplitKind.Test ? 0 : 1).ThenBy(set => set.DatasetName, StringComparer.Ordinal).ThenBy(set => set.VersionTag, StringComparer.Ordinal)];
    }

    /// <summary>The newest scores of every model version on the set, best first; at most <see cref="Limit"/>.</summary>
    public async Task<IReadOnlyList<LeaderboardRow>> RankAsync(Actor actor, Guid projectId, ModelTask task, Guid datasetVersionId, SplitKind split, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        var rows = await (
            from evaluation in db.Evaluations
            join version in db.ModelVersions on evaluation.ModelVersionId equals version.Id
            join model in db.Models on version.ModelId equals model.Id
            join data in db.DatasetVersions on version.TrainingDataVersionId equals data.Id
            join dataset in db.Datasets on data.DatasetId equals dataset.Id
            where model.ProjectId == projectId && model.Task == task && evaluation.DatasetVersionId == datasetVersionId && evaluation.Split == split
            select new
            {
                evaluation.Id,
                VersionId = version.Id,
                version.TrainingDataVersionId,
                version.ModelId,
                model.Name,
                Number = db.ModelVersions.Count(other => other.ModelId == version.ModelId && other.Id.CompareTo(version.Id) <= 0),
                DatasetName = dataset.Name,
                data.VersionTag,
                evaluation.Map50,
                evaluation.Map5095,
                evaluation.Precision,
                evaluation.Recall,
                evaluation.F1Score,
                evaluation.CreatedAt,
                Bytes = db.ModelArtifacts.Where(artifact => artifact.ModelVersionId == version.Id && artifact.Format == ArtifactFormat.Onnx).Min(artifact => (long?)artifact.SizeBytes),
            }).ToListAsync(cancellationToken);

        // Ids are time-ordered.
        var newest = rows.GroupBy(row => row.VersionId).Select(group => group.MaxBy(row => row.Id)!).OrderByDescending(row => row.Map5095).ThenByDescending(row => row.Map50).ThenByDescending(row => row.Id).Take(Limit).ToList();
        var seen = new Dictionary<Guid, int>();
        foreach (var trainedOn in newest.Select(row => row.TrainingDataVersionId).Distinct())
        {
            seen[trainedOn] = await CountSeenAsync(db, trainedOn, datasetVersionId, split, cancellationToken);
        }

        return
        [
            .. newest.Select(row => new LeaderboardRow(
                row.Id, row.VersionId, row.ModelId, row.Name, row.Number, $"{row.DatasetName} {row.VersionTag}", row.Map50, row.Map5095, row.Precision, row.Recall, row.F1Score,
                row.Bytes, seen[row.TrainingDataVersionId], row.CreatedAt)),
        ];
    }

    // By content, so that images that were copied into another dataset are found as well.
    private static Task<int> CountSeenAsync(PlatformDbContext db, Guid trainedOn, Guid datasetVersionId, SplitKind split, CancellationToken cancellationToken) => (
        from asset in db.Assets
        join its in db.DatasetSplits on asset.DatasetSplitId equals its.Id
        where asset.DatasetVersionId == datasetVersionId && its.Split == split
            && db.Assets.Any(other => other.DatasetVersionId == trainedOn && other.Sha256 == asset.Sha256
                && db.DatasetSplits.Any(theirs => theirs.Id == other.DatasetSplitId && (theirs.Split == SplitKind.Train || theirs.Split == SplitKind.Val)))
        select asset.Id).CountAsync(cancellationToken);
}
