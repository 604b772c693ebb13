using Platform.Core.Access;
using Platform.Core.Datasets.Model;
using Platform.Core.Models;
using Platform.Core.Models.Queries;
using Platform.Core.Storage;
using Platform.Training.Data;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental;

/// <summary>Scores a parent on the very images that its child is scored on, so that what was forgotten can be told from images that are harder.</summary>
public sealed class ParentScores(ModelQueries models, BlobCache blobs)
{
    /// <summary>Evaluations to be put on record for the parent.</summary>
    public async Task<IReadOnlyList<TrainedEvaluation>> ScoreAsync(
        IncrementalInfo info, Guid datasetVersionId, ITrainingTask task, TaskData data, Action<LineLogged> say, CancellationToken cancellation)
    {
        var known = Of(data, info.ParentClassCount);
        var artifact = await models.GetArtifactAsync(Actor.Platform, info.ParentArtifactId, cancellation).ConfigureAwait(false);
        var stream = File.OpenRead(await blobs.GetPathAsync(artifact.StorageUri, artifact.Sha256, cancellation).ConfigureAwait(false));
        await using (stream.ConfigureAwait(false))
        {
            using var network = task.Open(stream, known);
            var evaluations = new List<TrainedEvaluation>();
            foreach (var (split, samples) in new[] { (SplitKind.Val, known.Validation), (SplitKind.Test, known.Test) })
            {
                if (samples.Count > 0)
                {
                    var scores = network.Evaluate(samples, cancellation);
                    say(RunLines.Of("parentScored", split.ToString().ToLowerInvariant(), scores.Summary, samples.Count));
                    evaluations.Add(new TrainedEvaluation(datasetVersionId, split, scores.F1, scores.Precision, scores.Recall, scores.Lenient, scores.Strict, scores.Details)
                    {
                        ModelVersionId = info.ParentModelVersionId,
                    });
                }
            }

            return evaluations;
        }
    }

    /// <summary>The samples as somebody labels them who knows the first classes only.</summary>
    public static TaskData Of(TaskData data, int classCount)
    {
        return data with
        {
            Classes = [.. data.Classes.Take(classCount)], Train = Known(data.Train), Validation = Known(data.Validation), Test = Known(data.Test),
        };

        // A tagged image none of whose tags is known says nothing to such a person; an image without known objects does: it is empty.
        IReadOnlyList<TrainingSample> Known(IReadOnlyList<TrainingSample> samples) =>
            [.. samples.Where(sample => sample.Tags.Length == 0 || sample.Tags.Any(tag => tag < classCount)).Select(sample => ParentScores.Known(sample, classCount))];
    }

    /// <summary>One sample likewise.</summary>
    public static TrainingSample Known(TrainingSample sample, int classCount)
    {
        var kept = Enumerable.Range(0, sample.Classes.Length).Where(i => sample.Classes[i] < classCount).ToList();
        return sample with
        {
            Boxes = [.. kept.SelectMany(i => sample.Boxes.Skip(4 * i).Take(4))],
            Classes = [.. kept.Select(i => sample.Classes[i])],
            Masks = sample.Masks.Count == 0 ? [] : [.. kept.Select(i => sample.Masks[i])],
            Keypoints = sample.Keypoints.Count == 0 ? [] : [.. kept.Select(i => sample.Keypoints[i])],
            Tags = [.. sample.Tags.Where(tag => tag < classCount)],
        };
    }
}
