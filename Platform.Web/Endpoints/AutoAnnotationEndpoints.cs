using Platform.Core.Annotations;
using Platform.Training.AutoAnnotation;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Let a model annotate a draft, and see how far it is.</summary>
public static class AutoAnnotationEndpoints
{
    public static void MapAutoAnnotation(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/dataset-versions/{versionId:guid}/auto-annotation").WithTags("Auto-annotation");
        group.MapPost("", StartAsync);
        group.MapGet("", StatusAsync);
        group.MapDelete("", CancelAsync);
        api.MapPost("/assets/{assetId:guid}/model-annotations", AskAsync).WithTags("Auto-annotation").WithSummary("Let a model look at one image; what it finds awaits review.");
    }

    /// <summary>Over all images, those under the filter in the address, or those named in the body.</summary>
    public static async Task<IResult> StartAsync(RequestActor who, Guid versionId, NewAutoAnnotation body, [AsParameters] AssetQuery query, AutoAnnotationDesk desk, CancellationToken cancellation)
    {
        var request = new AutoAnnotation(body.ModelVersionId, versionId, body.OnlyUnlabelled, body.MinimumScore, body.Overwrite, query.ToFilter(who.Actor), body.AssetIds)
        {
            Overlap = body.Overlap, ClassScores = body.ClassScores ?? new Dictionary<string, double>(), CompareWith = body.CompareWith, OnlyCompare = body.OnlyCompare,
        };
        var status = await desk.StartAsync(who.Actor, request, cancellation);
        return Results.Accepted($"/api/dataset-versions/{versionId}/auto-annotation", status);
    }

    /// <summary>The model that is named, or else the project's newest.</summary>
    public static Task<ModelAnswer> AskAsync(RequestActor who, Guid assetId, ModelQuestion body, AskModelCommand ask, CancellationToken cancellation) =>
        ask.ExecuteAsync(who.Actor, assetId, body.ModelVersionId, cancellation);

    public static async Task<IResult> StatusAsync(RequestActor who, Guid versionId, AutoAnnotationDesk desk, CancellationToken cancellation) =>
        await desk.FindAsync(who.Actor, versionId, cancellation) is { } status ? Results.Ok(status) : Results.NoContent();

    public static async Task<IResult> CancelAsync(RequestActor who, Guid versionId, AutoAnnotationDesk desk, CancellationToken cancellation)
    {
        await desk.CancelAsync(who.Actor, versionId, cancellation);
        return Results.NoContent();
    }
}

/// <summary>Which model is to look at an image; null for the newest.</summary>
public sealed record ModelQuestion(Guid? ModelVersionId = null);

/// <summary>Which model is to look, and from which confidence on its boxes are kept.</summary>
/// <param name="Overwrite">A model for the contents of boxes also changes what people said.</param>
/// <param name="Overlap">What becomes of objects that are annotated already.</param>
/// <param name="ClassScores">Lowest confidence by class key, where it is another.</param>
/// <param name="CompareWith">Another version that looks at the same images; <c>order=disagreement</c> then lists those first on which the two disagree.</param>
/// <param name="OnlyCompare">Adds nothing.</param>
/// <param name="AssetIds">These images alone; null for all under the filter.</param>
public sealed record NewAutoAnnotation(
    Guid ModelVersionId, bool OnlyUnlabelled = true, double MinimumScore = 0.25, bool Overwrite = false, IReadOnlyList<Guid>? AssetIds = null,
    OverlapPolicy Overlap = OverlapPolicy.Replace, IReadOnlyDictionary<string, double>? ClassScores = null, Guid? CompareWith = null, bool OnlyCompare = false);
