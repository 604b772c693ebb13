using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Imaging;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Data;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;

namespace Platform.Training.Conversion;

/// <summary>Opens the best checkpoint of a model version together with the frozen images that its conversions are calibrated, compared and scored on.</summary>
public sealed class ConversionSource(ModelQueries models, TrainingDataQueries datasets, TrainingFiles files, TrainingTasks tasks, BlobCache blobs, IImageCodec codec)
{
    private const int ParityImages = 20;

    /// <summary>Refuses versions that nothing can be made of yet; cheap.</summary>
    /// <returns>The version, and the checkpoint that is converted.</returns>
    public async Task<(ModelVersionDetails Version, ArtifactView Checkpoint)> DemandAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        await models.DemandAsync(actor, modelVersionId, Permission.TrainModel, cancellation).ConfigureAwait(false);
        var version = await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        var checkpoint = version.Artifacts.Where(artifact => artifact.Format == ArtifactFormat.Ckpt).OrderBy(artifact => artifact.Name != ModelRegistration.BestFile).FirstOrDefault();
        return version.Version.IsFrozen && checkpoint is not null
            ? (version, checkpoint)
            : throw new DomainRuleException("conversion.not_registered", "This model version has no registered checkpoint yet. Wait for its training to complete, or choose another version.");
    }

    internal async Task<OpenedModel> OpenAsync(Actor actor, ModelVersionDetails version, ArtifactView checkpoint, CancellationToken cancellation)
    {
        var task = tasks.Of(version.Model.Task);
        var recipe = TrainingRecipeJson.Read(version.Version.TrainingConfig);
        var frozen = await datasets.LoadAsync(actor, version.Version.TrainingDataVersionId, task.Shapes, cancellation).ConfigureAwait(false);

        // A version that grew has its parent's order of classes rather than its ontology's.
        var data = await task.LoadAsync(frozen.ForClasses(ParentQueries.LearntBy(version.Version, frozen.Classes)), recipe with { Incremental = null }, false, files, cancellation).ConfigureAwait(false);
        using var stream = File.OpenRead(await blobs.GetPathAsync(checkpoint.StorageUri, checkpoint.Sha256, cancellation).ConfigureAwait(false));
        return new OpenedModel(task.Open(stream, data), data, version, codec);
    }

    /// <summary>An opened network with its images.</summary>
    internal sealed class OpenedModel(ITrainedNetwork network, TaskData data, ModelVersionDetails version, IImageCodec codec) : IDisposable
    {
        public ITrainedNetwork Network => network;

        public int ClassCount => data.Classes.Count;

        public IReadOnlyList<Func<float[]>> ParityPlanes => PlanesOf(SampleChoice.Spread(data.Unseen, ParityImages));

        /// <summary>Images that the score is compared on: those of val where there are any.</summary>
        public (SplitKind Split, IReadOnlyList<TrainingSample> Samples) Scored =>
            data.Validation.Count > 0 ? (SplitKind.Val, data.Validation) : data.Test.Count > 0 ? (SplitKind.Test, data.Test) : (SplitKind.Train, data.Train);

        public IReadOnlyList<Func<float[]>> CalibrationPlanes(int images) => PlanesOf(SampleChoice.Spread(data.Train, images));

        /// <summary>The network's own leading score on those images, as recorded when it was registered, or scored now.</summary>
        public (string Name, double Value) ScoreBefore(CancellationToken cancellation)
        {
            var (split, samples) = Scored;
            var known = version.Evaluations.FirstOrDefault(evaluation => evaluation.Split == split && evaluation.DatasetVersionId == version.Version.TrainingDataVersionId);
            if (known is not null)
            {
                return Leading(known.Map50, known.Map5095);
            }

            var scores = network.Evaluate(samples, cancellation);
            return Leading(scores.Lenient, scores.Strict);
        }

        /// <summary>The figure that people compare versions of this task by.</summary>
        public (string Name, double Value) Leading(double lenient, double strict) => version.Model.Task switch
        {
            ModelTask.Cls => ("top1", lenient),
            ModelTask.Ocr => ("char_accuracy", lenient),
            _ => ("mAP50_95", strict),
        };

        public void Dispose() => network.Dispose();

        private IReadOnlyList<Func<float[]>> PlanesOf(IEnumerable<TrainingSample> samples)
        {
            var (width, height) = network.InputPx;
            return
            [
                .. samples.Select(sample => (Func<float[]>)(() =>
                {
                    var planes = new float[3 * height * width];
                    NetworkInput.Fill(codec, sample.ReadBytes(), width, height, planes);
                    return planes;
                })),
            ];
        }
    }
}
