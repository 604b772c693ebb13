using Platform.Core.Llm.Datasets.Commands;
using Platform.Core.Llm.Datasets.Queries;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Data that language models were adapted with.</summary>
public static class LlmDatasetEndpoints
{
    public static void MapLlmDatasets(this IEndpointRouteBuilder api)
    {
        var datasets = api.MapGroup("/llm/datasets").WithTags("Language models");
        datasets.MapGet("", ListAsync);
        datasets.MapPost("", CreateAsync).WithSummary("Data that lies elsewhere, by its S3 path.");
        datasets.MapPost("/files", UploadAsync).WithMetadata(UploadLimit.Instance)
            .WithSummary("A file of one JSON value a line, as the body; fileName, learningType and description in the query.");
        datasets.MapGet("/{llmDatasetId:guid}", GetAsync);
        datasets.MapPut("/{llmDatasetId:guid}", ChangeAsync);
        datasets.MapDelete("/{llmDatasetId:guid}", RemoveAsync).WithSummary("Refused while deployments refer to it.");
        datasets.MapGet("/{llmDatasetId:guid}/preview", PreviewAsync).WithSummary("The first lines, and which lines are no JSON; null for data that lies elsewhere.");
    }

    public static Task<IReadOnlyList<LlmDatasetView>> ListAsync(RequestActor who, LlmDatasetQueries datasets, CancellationToken cancellation) => datasets.ListAsync(who.Actor, cancellation);

    public static Task<LlmDatasetView> GetAsync(RequestActor who, Guid llmDatasetId, LlmDatasetQueries datasets, CancellationToken cancellation) => datasets.GetAsync(who.Actor, llmDatasetId, cancellation);

    public static Task<LlmDatasetPreview?> PreviewAsync(RequestActor who, Guid llmDatasetId, LlmDatasetQueries datasets, CancellationToken cancellation) =>
        datasets.PreviewAsync(who.Actor, llmDatasetId, cancellation);

    public static async Task<IResult> CreateAsync(RequestActor who, LlmDatasetBody body, CreateLlmDatasetCommand create, LlmDatasetQueries datasets, CancellationToken cancellation)
    {
        var id = await create.ExecuteAsync(who.Actor, body.LearningType, body.Description, body.S3Path, cancellation);
        return TypedResults.Created($"/api/llm/datasets/{id}", await datasets.GetAsync(who.Actor, id, cancellation));
    }

    public static async Task<IResult> UploadAsync(
        RequestActor who, HttpRequest request, UploadLlmDatasetCommand upload, LlmDatasetQueries datasets, CancellationToken cancellation,
        string fileName = "dataset.jsonl", string learningType = "fine-tuning", string? description = null)
    {
        var id = await upload.ExecuteAsync(who.Actor, EnumText<LlmLearningType>.Parse(learningType), description, fileName, request.Body, cancellation);
        return TypedResults.Created($"/api/llm/datasets/{id}", await datasets.GetAsync(who.Actor, id, cancellation));
    }

    public static async Task<LlmDatasetView> ChangeAsync(
        RequestActor who, Guid llmDatasetId, LlmDatasetBody body, ChangeLlmDatasetCommand change, LlmDatasetQueries datasets, CancellationToken cancellation)
    {
        await change.ExecuteAsync(who.Actor, llmDatasetId, body.LearningType, body.Description, cancellation);
        return await datasets.GetAsync(who.Actor, llmDatasetId, cancellation);
    }

    public static async Task<IResult> RemoveAsync(RequestActor who, Guid llmDatasetId, RemoveLlmDatasetCommand remove, CancellationToken cancellation)
    {
        await remove.ExecuteAsync(who.Actor, llmDatasetId, cancellation);
        return Results.NoContent();
    }
}

/// <summary>A dataset as sent.</summary>
/// <param name="S3Path">Cannot be changed later.</param>
public sealed record LlmDatasetBody(LlmLearningType LearningType = LlmLearningType.FineTuning, string? Description = null, string S3Path = "");
