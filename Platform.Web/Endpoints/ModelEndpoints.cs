using Microsoft.Net.Http.Headers;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Storage;
using Platform.Training.Runs.Commands;
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

    public static async Task<IResult> EvaluateAsync(RequestActor who, Guid versionId, NewEvaluationBody body, EvaluateModelCommand evaluate, CancellationToken cancellation)
    {
        // Minutes of arithmetic: on a thread that no other request waits for.
        var (id, _) = await Task.Factory.StartNew(
            () => evaluate.ExecuteAsync(who.Actor, versionId, body.DatasetVersionId, body.Split, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        return TypedResults.Created($"/api/model-versions/{versionId}/evaluations", new CreatedId(id));
    }

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

    public static async Task<IResult> DownloadAsync(RequestActor who, Guid artifactId, ModelQueries models, BlobCache blobs, CancellationToken cancellation)
    {
        var artifact = await models.GetArtifactAsync(who.Actor, artifactId, cancellation);
        var path = await blobs.GetPathAsync(artifact.StorageUri, artifact.Sha256, cancellation);
        return Results.File(path, "application/octet-stream", artifact.Name, entityTag: new EntityTagHeaderValue($"\"{artifact.Sha256}\""), enableRangeProcessing: true);
    }
}

/// <summary>A scoring as sent.</summary>
public sealed record NewEvaluationBody(Guid DatasetVersionId, SplitKind Split = SplitKind.Test);

/// <summary>A model as sent.</summary>
public sealed record ModelBody(string Name, ModelTask Task = ModelTask.Det, string? Description = null);
