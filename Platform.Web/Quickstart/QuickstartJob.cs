using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Annotations.Commands;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Commands;
using Platform.Core.People.Queries;
using Platform.Core.Projects.Commands;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.AutoAnnotation;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Runs.Commands;
using Platform.Training.Tasks.Det;
using Platform.Web.CommandLine;
using Spectre.Console;

namespace Platform.Web.Quickstart;

/// <summary>The main job from a folder to auto-annotated test images, by the same commands as the pages and the API.</summary>
internal sealed class QuickstartJob(
    IAnsiConsole console,
    ActorResolver actors,
    PeopleQueries people,
    FirstPersonSetupCommand setUp,
    CreateProjectCommand createProject,
    CreateOntologyVersionCommand createOntology,
    FreezeOntologyVersionCommand freezeOntology,
    CreateDatasetCommand createDataset,
    IngestFolderCommand ingestFolder,
    IngestAssetsCommand ingest,
    AssignSplitsCommand assignSplits,
    FreezeDatasetVersionCommand freeze,
    CreateModelCommand createModel,
    LaunchTrainingCommand launch,
    AutoAnnotateCommand autoAnnotate,
    DatasetQueries datasets,
    TrainingDataQueries trainingData,
    ModelQueries models,
    RunBoard board,
    IBlobStore store,
    TimeProvider time)
{
    // A fixed palette that people with common colour blindness can tell apart.
    private static readonly string[] s_colors = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#999999"];
    private static readonly SplitRatios s_ratios = new(0.7, 0.15, 0.15);

    public async Task<QuickstartResult> ExecuteAsync(QuickstartOptions options, CancellationToken cancellation)
    {
        var recipe = new TrainingRecipe { Size = options.Size, ImageSize = options.ImageSize, Epochs = options.Epochs, BatchSize = options.BatchSize, Precision = options.Precision, Seed = options.Seed };
        TrainingRecipeRules.Validate(recipe);
        var actor = await SignInAsync(cancellation);
        var source = new FolderImportSource(options.Folder.FullName);
        var format = options.Format ?? AnnotationImporter.Detect(source);
        var classes = await ClassScan.ReadAsync(source, format, cancellation);

        var name = options.Project ?? $"{options.Folder.Name} {time.GetLocalNow():yyyy-MM-dd HH:mm}";
        var projectId = await createProject.ExecuteAsync(actor, name, $"Imported from {options.Folder.Name} by quickstart.", null, cancellation);
        var ontologyId = await createOntology.ExecuteAsync(actor, projectId, "v1", ToClasses(classes), cancellation);
        var versionId = (await createDataset.ExecuteAsync(actor, projectId, options.Folder.Name, null, null, cancellation)).VersionId;
        var imported = await ImportAsync(actor, versionId, options, format, cancellation);
        await SplitAsync(actor, versionId, options.Seed, cancellation);
        await freezeOntology.ExecuteAsync(actor, ontologyId, cancellation);
        var frozen = await freeze.ExecuteAsync(actor, versionId, cancellation);
        console.MarkupLineInterpolated($"Frozen as [bold]{frozen.ContentSha256}[/]");

        var modelId = await createModel.ExecuteAsync(actor, projectId, "Detector", ModelTask.Det, null, cancellation);
        var runId = await launch.ExecuteAsync(actor, new LaunchTraining(modelId, versionId, recipe, options.TrainOnValidation), cancellation);
        await new RunProgress(console).ShowAsync(board.Feed(runId).WatchAsync(0, cancellation), cancellation);
        if (board.Get(runId) is { State: not RunState.Completed } run)
        {
            throw new DomainRuleException("quickstart.training", $"The training did not complete ({run.State}). {run.Message}");
        }

        var annotated = await AutoAnnotateAsync(actor, projectId, versionId, runId, cancellation);
        return await ReportAsync(actor, projectId, versionId, runId, imported, annotated, cancellation);
    }

    private async Task<Actor> SignInAsync(CancellationToken cancellation)
    {
        var userId = await people.FirstAdministratorAsync(cancellation) ?? await setUp.ExecuteAsync("Administrator", "admin@localhost", "AI team", cancellation);
        return await actors.ResolveAsync(userId, cancellation) ?? throw new AccessDeniedException("sign_in");
    }

    private static IReadOnlyList<LabelClassInput> ToClasses(IReadOnlyList<string> names) =>
        [.. names.Select((name, index) => new LabelClassInput(null, ClassScan.KeyOf(name), name, ShapeType.Bbox, s_colors[index % s_colors.Length]))];

    private async Task<FolderReport> ImportAsync(Actor actor, Guid versionId, QuickstartOptions options, InterchangeFormat format, CancellationToken cancellation)
    {
        var report = await console.Status().StartAsync("Importing", status => ingestFolder.ExecuteAsync(
            actor, versionId, options.Folder.FullName, new ImportRequest(format, ApplySplits: true),
            new Progress<IngestProgress>(progress => status.Status = $"Importing, {progress.Done} images"), cancellation));
        console.MarkupLineInterpolated($"{report.Files.Added.Count} images imported, {report.Files.Duplicates.Count} duplicates, {report.Files.Failed.Count} failed.");
        foreach (var failed in report.Files.Failed.Take(10))
        {
            console.MarkupLineInterpolated($"[yellow]  {failed.Name}: {failed.Message}[/]");
        }

        foreach (var problem in report.Annotations?.Problems.Take(10) ?? [])
        {
            console.MarkupLineInterpolated($"[yellow]  {problem.Source}: {problem.Message}[/]");
        }

        return report;
    }

    // A folder that says itself what is test stays that way; what it leaves open is dealt out.
    private async Task SplitAsync(Actor actor, Guid versionId, int seed, CancellationToken cancellation)
    {
        var version = await datasets.GetVersionAsync(actor, versionId, cancellation);
        var counts = version.Splits.ToDictionary(split => split.Split, split => split.Assets);
        if (counts[SplitKind.Unassigned] > 0)
        {
            await assignSplits.ExecuteAsync(actor, versionId, s_ratios, seed, onlyUnassigned: true, cancellation);
        }
    }

    // The test images once more, without labels, so that the model's boxes can be seen and reviewed by themselves.
    private async Task<AutoAnnotationReport> AutoAnnotateAsync(Actor actor, Guid projectId, Guid versionId, Guid runId, CancellationToken cancellation)
    {
        var test = (await trainingData.LoadAsync(actor, versionId, cancellation)).In(SplitKind.Test);
        var dataset = await createDataset.ExecuteAsync(actor, projectId, "Test images, annotated by the model", null, null, cancellation);
        var uploads = test.Select(image => new NamedUpload(image.FileName, async token => await store.OpenReadAsync(image.StorageUri, token)));
        await ingest.ExecuteAsync(actor, dataset.VersionId, UploadSource.Of(uploads), null, cancellation);
        return await console.Status().StartAsync("Annotating the test images", _ =>
            autoAnnotate.ExecuteAsync(actor, new AutoAnnotation(runId, dataset.VersionId), null, cancellation));
    }

    private async Task<QuickstartResult> ReportAsync(
        Actor actor, Guid projectId, Guid versionId, Guid runId, FolderReport imported, AutoAnnotationReport annotated, CancellationToken cancellation)
    {
        var version = await datasets.GetVersionAsync(actor, versionId, cancellation);
        var model = await models.GetVersionAsync(actor, runId, cancellation);
        var speed = RunSpeed.Of(board.Feed(runId).History());
        var counts = version.Splits.ToDictionary(split => split.Split, split => split.Assets);
        return new QuickstartResult
        {
            Images = version.Splits.Sum(split => split.Assets),
            Boxes = version.Classes.Sum(item => item.Total),
            SkippedBoxes = imported.Annotations?.Problems.Count ?? 0,
            TrainImages = counts[SplitKind.Train],
            ValImages = counts[SplitKind.Val],
            TestImages = counts[SplitKind.Test],
            ContentSha256 = version.Version.ContentSha256!,
            Epochs = board.Get(runId).Epoch,
            TrainingSeconds = speed.TrainingSeconds,
            EpochSecondsMean = speed.EpochSecondsMean,
            EpochOverStepTime = speed.EpochOverStepTime,
            ImagesPerSecond = speed.EpochSecondsMean > 0 ? board.Get(runId).TrainOnValidation ? (counts[SplitKind.Train] + counts[SplitKind.Val]) / speed.EpochSecondsMean : counts[SplitKind.Train] / speed.EpochSecondsMean : 0,
            Test = TestScores(model),
            OnnxParity = JsonSerializer.Deserialize<ParityReport>(model.Artifacts.Single(artifact => artifact.Format == ArtifactFormat.Onnx).Compat!, RunJson.Options)!,
            AutoAnnotatedImages = annotated.Images,
            AutoAnnotatedBoxes = annotated.Boxes,
            Artifacts = [.. model.Artifacts.Select(artifact => new QuickstartArtifact(artifact.Name, store.LocalPath(artifact.StorageUri) ?? artifact.StorageUri, artifact.SizeBytes))],
            ProjectId = projectId,
            RunId = runId,
        };
    }

    private static Dictionary<string, double> TestScores(ModelVersionDetails model)
    {
        var test = model.Evaluations.Single(evaluation => evaluation.Split == SplitKind.Test);
        var scores = new Dictionary<string, double>
        {
            ["mAP50"] = test.Map50, ["mAP50_95"] = test.Map5095, ["precision"] = test.Precision, ["recall"] = test.Recall, ["f1"] = test.F1Score,
        };
        var details = JsonSerializer.Deserialize<DetectionEvaluationDetails>(test.Details!, RunJson.Options)!;
        foreach (var item in details.Metrics.Classes)
        {
            scores[$"AP50/{details.ClassKeys[item.ClassIndex]}"] = item.Ap50 ?? double.NaN;
            scores[$"AP50_95/{details.ClassKeys[item.ClassIndex]}"] = item.Ap50To95 ?? double.NaN;
        }

        return scores;
    }
}
