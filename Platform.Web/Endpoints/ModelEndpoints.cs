using Microsoft.Net.Http.Headers;
using Platform.Core.Annotations.Queries;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Jobs;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Scoring;
using Platform.Training.Scoring.Commands;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Models, their versions, scores and files.</summary>
public static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("").WithTags("Models");
        models.MapGet("/projects/{projectId:guid}/models", ListAsync);
        models.MapPost("/projects/{projectId:guid}/models", CreateAsync);
        models.MapGet("/models/{modelId:guid}", GetAsync);
        models.MapGet("/models/{modelId:guid}/versions", VersionsAsync);
        models.MapGet("/model-versions/{versionId:guid}", VersionAsync);
        models.MapGet("/model-versions/{versionId:guid}/evaluations", EvaluationsAsync);
        models.MapPost("/model-versions/{versionId:guid}/evaluations", EvaluateAsync).WithSummary("Score the model on a split; answers when it is done.");
        models.MapGet("/model-versions/{versionId:guid}/verdicts", VerdictsAsync).WithSummary("What people made of the shapes that the model drew, by class.");
        models.MapGet("/model-versions/{versionId:guid}/evaluation-jobs", JobsAsync);
        models.MapPost("/model-versions/{versionId:guid}/evaluation-jobs", StartJobAsync).WithSummary("Score the model on a split in the background.");
        models.MapDelete("/model-versions/{versionId:guid}/evaluation-jobs/{evaluationId:guid}", CancelJobAsync);
        models.MapGet("/projects/{projectId:guid}/leaderboard", TestSetsAsync).WithSummary("What models were scored on.");
        models.MapGet("/projects/{projectId:guid}/leaderboard/{datasetVersionId:guid}/{split}", RankAsync).WithSummary("The newest scores of every model version on a split, best first.");
        models.MapGet("/evaluations/{evaluationId:guid}", EvaluationAsync);
        models.MapGet("/evaluations/{evaluationId:guid}/details", DetailsAsync).Produces<object>(contentType: "application/json");
        models.MapGet("/artifacts/{artifactId:guid}/download", DownloadAsync);
    }

    public static Task<IReadOnlyList<ModelSummary>> ListAsync(RequestActor who, Guid projectId, ModelQueries models, CancellationToken cancellation) => models.ListAsync(who.Actor, projectId, cancellation);

    public static Task<ModelSummary> GetAsync(RequestActor who, Guid modelId, ModelQueries models, CancellationToken cancellation) => models.GetAsync(who.Actor, modelId, cancellation);

    public static Task<IReadOnlyList<ModelVersionSummary>> VersionsAsync(RequestActor who, Guid modelId, ModelQueries models, CancellationToken cancellation) =>
        models.VersionsAsync(who.Actor, modelId, cancellation);

    public static Task<ModelVersionDetails> VersionAsync(RequestActor who, Guid versionId, ModelQueries models, CancellationToken cancellation) => models.GetVersionAsync(who.Actor, versionId, cancellation);

    public static async Task<IReadOnlyList<EvaluationView>> EvaluationsAsync(RequestActor who, Guid versionId, ModelQueries models, CancellationToken cancellation) =>
        (await models.GetVersionAsync(who.Actor, versionId, cancellation)).Evaluations;

    public static async Task<IResult> EvaluateAsync(RequestActor who, Guid versionId, NewEvaluationBody body, EvaluateModelCommand evaluate, TimeProvider time, CancellationToken cancellation)
    {
        // Minutes of arithmetic: on a thread that no other request waits for.
        var evaluation = new ModelEvaluation(Ids.New(time), versionId, body.DatasetVersionId, body.Split);
        await Task.Factory.StartNew(() => evaluate.ExecuteAsync(who.Actor, evaluation, null, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        return TypedResults.Created($"/api/model-versions/{versionId}/evaluations", new CreatedId(evaluation.Id));
    }

    public static Task<IReadOnlyList<ClassVerdicts>> VerdictsAsync(RequestActor who, Guid versionId, ModelVerdictQueries verdicts, CancellationToken cancellation) =>
        verdicts.OfModelVersionAsync(who.Actor, versionId, cancellation);

    /// <summary>Those under way, and those that ended within a day.</summary>
    public static async Task<IReadOnlyList<EvaluationJobBody>> JobsAsync(RequestActor who, Guid versionId, EvaluationDesk desk, CancellationToken cancellation) =>
        [.. (await desk.ListAsync(who.Actor, versionId, cancellation)).Select(EvaluationJobBody.Of)];

    public static async Task<IResult> StartJobAsync(RequestActor who, Guid versionId, NewEvaluationBody body, EvaluationDesk desk, TimeProvider time, CancellationToken cancellation)
    {
        var job = await desk.StartAsync(who.Actor, new ModelEvaluation(Ids.New(time), versionId, body.DatasetVersionId, body.Split), cancellation);
        return TypedResults.Accepted($"/api/model-versions/{versionId}/evaluation-jobs", EvaluationJobBody.Of(job));
    }

    /// <summary>Ends it; nothing goes on record. One that ended already stays as it is.</summary>
    public static async Task<IResult> CancelJobAsync(RequestActor who, Guid versionId, Guid evaluationId, EvaluationDesk desk, CancellationToken cancellation)
    {
        if ((await desk.ListAsync(who.Actor, versionId, cancellation)).All(job => job.Id != evaluationId))
        {
            throw new NotFoundException("evaluation", evaluationId);
        }

        await desk.CancelAsync(who.Actor, evaluationId, cancellation);
        return TypedResults.NoContent();
    }

    public static Task<IReadOnlyList<TestSet>> TestSetsAsync(RequestActor who, Guid projectId, LeaderboardQueries boards, CancellationToken cancellation) => boards.TestSetsAsync(who.Actor, projectId, cancellation);

    public static Task<IReadOnlyList<LeaderboardRow>> RankAsync(
        RequestActor who, Guid projectId, Guid datasetVersionId, string split, LeaderboardQueries boards, CancellationToken cancellation, string task = "det") =>
        boards.RankAsync(who.Actor, projectId, EnumText<ModelTask>.Parse(task), datasetVersionId, EnumText<SplitKind>.Parse(split), cancellation);

    public static Task<EvaluationView> EvaluationAsync(RequestActor who, Guid evaluationId, ModelQueries models, CancellationToken cancellation) =>
        models.GetEvaluationAsync(who.Actor, evaluationId, cancellation);

    /// <summary>The details as a JSON object: scores by class, curves, confusion matrix, calibration, worst images; empty where nothing was kept.</summary>
    public static async Task<IResult> DetailsAsync(RequestActor who, Guid evaluationId, ModelQueries models, CancellationToken cancellation) =>
        Results.Text((await models.GetEvaluationAsync(who.Actor, evaluationId, cancellation)).Details ?? "{}", "application/json");

    public static async Task<IResult> CreateAsync(RequestActor who, Guid projectId, ModelBody body, CreateModelCommand create, CancellationToken cancellation)
    {
        var id = await create.ExecuteAsync(who.Actor, projectId, body.Name, body.Task, body.Description, cancellation);
        return TypedResults.Created($"/api/models/{id}", new CreatedId(id));
    }

    public static async Task<IResult> DownloadAsync(RequestActor who, Guid artifactId, ModelQueries models, BlobCache blobs, RecordAuditEntryCommand audit, CancellationToken cancellation)
    {
        var artifact = await models.GetArtifactAsync(who.Actor, artifactId, cancellation);
        var path = await blobs.GetPathAsync(artifact.StorageUri, artifact.Sha256, cancellation);
        await audit.OfArtifactAsync(who.Actor, AuditActions.ModelArtifactDownloaded, artifactId, cancellation);
        return Results.File(path, "application/octet-stream", artifact.Name, entityTag: new EntityTagHeaderValue($"\"{artifact.Sha256}\""), enableRangeProcessing: true);
    }
}

/// <summary>A scoring as sent.</summary>
public sealed record NewEvaluationBody(Guid DatasetVersionId, SplitKind Split = SplitKind.Test);

/// <summary>A scoring in the background.</summary>
/// <param name="State">running, done or failed.</param>
/// <param name="Done">Images that were read, of <paramref name="Total"/>; both 0 while it waits.</param>
/// <param name="Error">Why it failed, and what to do.</param>
public sealed record EvaluationJobBody(Guid Id, Guid DatasetVersionId, SplitKind Split, string State, int Done, int Total, string? Error)
{
    public static EvaluationJobBody Of(EvaluationJob job) => new(
        job.Id, job.Evaluation.DatasetVersionId, job.Evaluation.Split, !job.IsEnded ? "running" : job.State == JobState.Completed ? "done" : "failed", job.Done, job.Total, job.Message);
}

/// <summary>A model as sent.</summary>
public sealed record ModelBody(string Name, ModelTask Task = ModelTask.Det, string? Description = null);
