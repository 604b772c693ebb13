using System.Text.Json;
using Platform.Core.Models.Queries;
using Platform.Training.Incremental;
using Platform.Training.Incremental.Commands;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Versions that grow from others: what a child would be, what it forgot, which version is in use.</summary>
public static class IncrementalEndpoints
{
    public static void MapIncremental(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("").WithTags("Models");
        models.MapGet("/model-versions/{versionId:guid}/child", ChildAsync).WithSummary("What a child of the version on some frozen data would know; launches nothing.");
        models.MapGet("/model-versions/{versionId:guid}/forgetting", ForgettingAsync).WithSummary("The version's scores beside its parent's on the same images; null for a version without a parent.");
        models.MapPost("/model-versions/{versionId:guid}/promotions", PromoteAsync).WithSummary("Make it the version of its model to use; refused without a reason where an old class lost more than three points.");
        models.MapGet("/models/{modelId:guid}/promotions", PromotionsAsync);
    }

    public static async Task<ChildAnswer> ChildAsync(
        RequestActor who, Guid versionId, Guid datasetVersionId, ParentQueries parents, ModelQueries models, CancellationToken cancellation, IncrementalStrategy strategy = IncrementalStrategy.DistillationRehearsal)
    {
        var recipe = await parents.DefaultsAsync(who.Actor, versionId, strategy, cancellation);
        var parent = await models.GetVersionAsync(who.Actor, versionId, cancellation);
        return new ChildAnswer(
            await parents.InfoAsync(who.Actor, parent.Model.Id, versionId, datasetVersionId, recipe, cancellation), JsonElement.Parse(TrainingRecipeJson.Write(recipe)));
    }

    public static Task<Forgetting?> ForgettingAsync(RequestActor who, Guid versionId, ForgettingQueries forgetting, CancellationToken cancellation) =>
        forgetting.FindAsync(who.Actor, versionId, cancellation);

    public static async Task<IResult> PromoteAsync(RequestActor who, Guid versionId, PromotionBody body, PromoteModelVersionCommand promote, CancellationToken cancellation)
    {
        var id = await promote.ExecuteAsync(who.Actor, versionId, body.OverrideReason, cancellation);
        return TypedResults.Created($"/api/model-versions/{versionId}", new CreatedId(id));
    }

    public static Task<IReadOnlyList<PromotionView>> PromotionsAsync(RequestActor who, Guid modelId, ModelQueries models, CancellationToken cancellation) =>
        models.PromotionsAsync(who.Actor, modelId, cancellation);
}

/// <summary>What a child would be.</summary>
/// <param name="Info">As it is recorded in incremental_info.</param>
/// <param name="Recipe">Its settings where nothing is changed.</param>
public sealed record ChildAnswer(IncrementalInfo Info, JsonElement Recipe);

/// <summary>A promotion as sent.</summary>
/// <param name="OverrideReason">Why, although classes were forgotten.</param>
public sealed record PromotionBody(string? OverrideReason = null);
