using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets.Model;
using Platform.Core.Shared;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>The canvas' geometry: read whole, saved as changes against a revision.</summary>
public static class AnnotationEndpoints
{
    public static void MapAnnotations(this IEndpointRouteBuilder api)
    {
        var annotations = api.MapGroup("/assets/{assetId:guid}/annotations").WithTags("Annotations");
        annotations.MapGet("", GetAsync);
        annotations.MapPut("", SaveAsync).Produces<SavedRevision>().Produces<AnnotationDocument>(StatusCodes.Status409Conflict);
    }

    public static async Task<AnnotationDocument> GetAsync(RequestActor who, Guid assetId, AnnotationQueries annotations, HttpResponse response, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        return await annotations.GetDocumentAsync(who.Actor, assetId, cancellation);
    }

    /// <summary>200 with the new revision, or 409 with the document as it stands, to be merged and sent again.</summary>
    public static async Task<IResult> SaveAsync(RequestActor who, Guid assetId, AnnotationChanges body, SaveAnnotationsCommand save, CancellationToken cancellation) =>
        await save.ExecuteAsync(who.Actor, assetId, body.BaseRevision, body.Upserts ?? [], body.Deletes ?? [], cancellation) switch
        {
            SaveAnnotationsResult.Saved saved => TypedResults.Ok(new SavedRevision(saved.Revision, saved.Work.State, saved.Work.Assignee)),
            SaveAnnotationsResult.StaleRevision stale => TypedResults.Conflict(stale.Current),
            var other => throw new InvalidOperationException($"Unknown result {other.GetType().Name}"),
        };
}

/// <summary>What changed on an asset since its revision <paramref name="BaseRevision"/>.</summary>
public sealed record AnnotationChanges(long BaseRevision, IReadOnlyList<AnnotationUpsert>? Upserts, IReadOnlyList<Guid>? Deletes);

/// <summary>The revision under which a save stands, and where the label work stands after it.</summary>
public sealed record SavedRevision(long Revision, WorkState WorkState, Person? Assignee);
