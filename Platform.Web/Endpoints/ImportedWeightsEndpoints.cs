using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Queries;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Weights;
using Platform.Training.Weights.Commands;
using Platform.Training.Weights.Queries;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Weights that were trained elsewhere, for trainings to start from.</summary>
public static class ImportedWeightsEndpoints
{
    public static void MapImportedWeights(this IEndpointRouteBuilder api)
    {
        var weights = api.MapGroup("").WithTags("Imported weights");
        weights.MapGet("/projects/{projectId:guid}/imported-weights", ListAsync);
        weights.MapPost("/projects/{projectId:guid}/imported-weights", ImportAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data");
        weights.MapGet("/imported-weights/{weightsId:guid}", GetAsync);
        weights.MapDelete("/imported-weights/{weightsId:guid}", RemoveAsync);
        weights.MapPost("/imported-weights/{weightsId:guid}/start-report", TryAsync).WithSummary("What a training would take from the weights; starts nothing.");
    }

    public static Task<IReadOnlyList<ImportedWeightsView>> ListAsync(RequestActor who, Guid projectId, ImportedWeightsQueries weights, CancellationToken cancellation) =>
        weights.ListAsync(who.Actor, projectId, cancellation);

    public static Task<ImportedWeightsView> GetAsync(RequestActor who, Guid weightsId, ImportedWeightsQueries weights, CancellationToken cancellation) => weights.GetAsync(who.Actor, weightsId, cancellation);

    /// <summary>One file; name and licence stand in the query, since the file is read as it comes.</summary>
    public static async Task<IResult> ImportAsync(
        RequestActor who, Guid projectId, HttpRequest request, string licence, string? name, ImportWeightsCommand import, ProjectQueries projects, UploadReader uploads, PlatformOptions options, CancellationToken cancellation)
    {
        // Before the file is read.
        await projects.DemandAsync(who.Actor, projectId, Permission.TrainModel, cancellation);
        using var folder = new TemporaryUploads(options);
        await foreach (var (fileName, path) in uploads.SpoolAsync(request, folder, cancellation))
        {
            var id = await import.ExecuteAsync(who.Actor, projectId, name, fileName, licence, path, cancellation);
            return TypedResults.Created($"/api/imported-weights/{id}", new CreatedId(id));
        }

        throw new DomainRuleException("weights.no_file", "No file was sent. Choose a .safetensors, .pt or .pth file.");
    }

    public static async Task<IResult> RemoveAsync(RequestActor who, Guid weightsId, RemoveImportedWeightsCommand remove, CancellationToken cancellation)
    {
        await remove.ExecuteAsync(who.Actor, weightsId, cancellation);
        return Results.NoContent();
    }

    public static async Task<StartReport> TryAsync(RequestActor who, Guid weightsId, StartTrial body, StartReportQueries reports, ModelQueries models, TrainingTasks tasks, CancellationToken cancellation)
    {
        var defaults = tasks.Of((await models.GetAsync(who.Actor, body.ModelId, cancellation)).Task).Defaults;
        var recipe = body.Recipe is { } given ? TrainingRecipeJson.Parse(given.GetRawText(), defaults) : defaults;
        return await reports.TryAsync(who.Actor, weightsId, body.ModelId, body.DatasetVersionId, recipe, cancellation);
    }
}

/// <summary>A training that may be launched; as for a launch, fields that the recipe leaves out take the defaults of the model's task.</summary>
public sealed record StartTrial(Guid ModelId, Guid DatasetVersionId, JsonElement? Recipe = null);
