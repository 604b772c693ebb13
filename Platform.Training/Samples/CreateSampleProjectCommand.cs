using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Commands;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Projects.Commands;
using Platform.Core.Reviews.Commands;
using Platform.Core.Shared;
using Platform.Training.Imaging;
using Platform.Training.Recipes;
using Platform.Training.Runs.Commands;

namespace Platform.Training.Samples;

/// <summary>What the sample project consists of.</summary>
public sealed record SampleProject(Guid ProjectId, Guid DatasetVersionId, Guid UnlabelledVersionId, Guid RunId);

/// <summary>A newcomer's first project: generated pictures with exact labels, a frozen version, a model in training, and pictures left to annotate with it.</summary>
public sealed class CreateSampleProjectCommand(
    CreateProjectCommand createProject,
    CreateOntologyVersionCommand createOntology,
    CreateDatasetCommand createDataset,
    IngestAssetsCommand ingest,
    OntologyQueries ontologies,
    SaveAnnotationsCommand annotate,
    SetWorkStateCommand work,
    AssignSplitsCommand assignSplits,
    FreezeOntologyVersionCommand freezeOntology,
    FreezeDatasetVersionCommand freeze,
    CreateModelCommand createModel,
    LaunchTrainingCommand launch,
    OpenCvImageCodec codec,
    TimeProvider time)
{
    private const int UnlabelledCount = 24;
    private const int SplitSeed = 7;

    // Sized for a first trained model within five minutes on two cores.
    private static readonly TrainingRecipe s_recipe = new() { ImageSize = 192, Epochs = 40, BatchSize = 8 };

    /// <param name="progress">Share done, 0 to 1.</param>
    public async Task<SampleProject> ExecuteAsync(Actor actor, IProgress<double>? progress, CancellationToken cancellation)
    {
        progress?.Report(0);
        var projectId = await createProject.ExecuteAsync(
            actor, $"Sample shapes {time.GetUtcNow():MM-dd HH:mm}", "Generated pictures of circles, squares and triangles with exact labels.", null, cancellation).ConfigureAwait(false);
        var ontologyId = await createOntology.ExecuteAsync(actor, projectId, "v1", [.. SampleDataGenerator.Classes.Select(item =>
            new LabelClassInput(null, item.Key, item.DisplayName, ShapeType.Bbox, item.Color))], cancellation).ConfigureAwait(false);

        progress?.Report(0.1);
        var pictures = new SampleDataGenerator(codec).Generate(SampleDataGenerator.DefaultCount + UnlabelledCount).ToList();
        var labelled = await CreateDatasetAsync(actor, projectId, "Shapes", pictures.Take(SampleDataGenerator.DefaultCount).ToList(), cancellation).ConfigureAwait(false);
        var unlabelled = await CreateDatasetAsync(actor, projectId, "Unlabelled shapes", pictures.Skip(SampleDataGenerator.DefaultCount).ToList(), cancellation).ConfigureAwait(false);

        progress?.Report(0.6);
        await AnnotateAsync(actor, labelled.Assets, pictures, ontologyId, cancellation).ConfigureAwait(false);
        await work.ExecuteAsync(actor, labelled.VersionId, [.. labelled.Assets.Select(asset => asset.AssetId)], WorkState.Done, null, cancellation).ConfigureAwait(false);
        await assignSplits.ExecuteAsync(actor, labelled.VersionId, new SplitRatios(0.7, 0.15, 0.15), SplitSeed, onlyUnassigned: true, cancellation).ConfigureAwait(false);
        await freezeOntology.ExecuteAsync(actor, ontologyId, cancellation).ConfigureAwait(false);
        await freeze.ExecuteAsync(actor, labelled.VersionId, cancellation).ConfigureAwait(false);

        progress?.Report(0.9);
        var modelId = await createModel.ExecuteAsync(actor, projectId, "Shape detector", ModelTask.Det, null, cancellation).ConfigureAwait(false);
        var runId = await launch.ExecuteAsync(actor, new LaunchTraining(modelId, labelled.VersionId, s_recipe), cancellation).ConfigureAwait(false);
        return new SampleProject(projectId, labelled.VersionId, unlabelled.VersionId, runId);
    }

    private async Task<(Guid VersionId, IReadOnlyList<IngestedAsset> Assets)> CreateDatasetAsync(
        Actor actor, Guid projectId, string name, IReadOnlyList<SampleImage> pictures, CancellationToken cancellation)
    {
        var dataset = await createDataset.ExecuteAsync(actor, projectId, name, null, null, cancellation).ConfigureAwait(false);
        var uploads = pictures.Select(picture => new NamedUpload(picture.Name, _ => ValueTask.FromResult<Stream>(new MemoryStream(picture.JpegBytes, writable: false))));
        var report = await ingest.ExecuteAsync(actor, dataset.VersionId, UploadSource.Of(uploads), null, cancellation).ConfigureAwait(false);
        return (dataset.VersionId, report.Added);
    }

    private async Task AnnotateAsync(Actor actor, IReadOnlyList<IngestedAsset> assets, IEnumerable<SampleImage> pictures, Guid ontologyId, CancellationToken cancellation)
    {
        var boxesOf = pictures.ToDictionary(picture => picture.Name, picture => picture.Boxes);
        var ontology = await ontologies.GetAsync(actor, ontologyId, cancellation).ConfigureAwait(false);
        var classIds = ontology.Classes.ToDictionary(item => item.Key, item => item.Id);
        foreach (var asset in assets)
        {
            var upserts = boxesOf[asset.Name].Select(box => new AnnotationUpsert(
                Ids.New(time), classIds[box.ClassKey], null, JsonSerializer.SerializeToElement(new { x = box.X, y = box.Y, width = box.Width, height = box.Height }))).ToList();
            await annotate.ExecuteAsync(actor, asset.AssetId, 0, upserts, [], cancellation).ConfigureAwait(false);
        }
    }
}
