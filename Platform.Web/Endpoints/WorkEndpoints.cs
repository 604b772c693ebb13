using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Reviews;
using Platform.Core.Reviews.Commands;
using Platform.Core.Shared;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Label work: states of images, who has which, and the queue.</summary>
public static class WorkEndpoints
{
    public static void MapWork(this IEndpointRouteBuilder api)
    {
        var work = api.MapGroup("").WithTags("Review");
        work.MapPut("/assets/{assetId:guid}/work-state", SetStateAsync).ProducesProblem(StatusCodes.Status409Conflict);
        work.MapGet("/assets/{assetId:guid}/neighbours", NeighboursAsync);
        work.MapGet("/assets/{assetId:guid}/next", NextAsync);
        work.MapGet("/assets/{assetId:guid}/siblings", SiblingsAsync);
        var versions = work.MapGroup("/dataset-versions/{versionId:guid}");
        versions.MapGet("/work", CountAsync);
        versions.MapPost("/work-states", SetStatesAsync);
        versions.MapPost("/assignments", AssignAsync);
        versions.MapGet("/assignees", AssigneesAsync);
    }

    public static async Task<WorkStanding> SetStateAsync(RequestActor who, Guid assetId, WorkStateBody body, SetWorkStateCommand set, CancellationToken cancellation)
    {
        var work = await set.ExecuteAsync(who.Actor, assetId, body.State, body.Comment, body.Revision, cancellation);
        return new WorkStanding(work.State, work.Assignee);
    }

    public static async Task<ChangedCount> SetStatesAsync(RequestActor who, Guid versionId, WorkStatesBody body, SetWorkStateCommand set, CancellationToken cancellation) =>
        new(await set.ExecuteAsync(who.Actor, versionId, body.AssetIds, body.State, body.Comment, cancellation));

    public static async Task<ChangedCount> AssignAsync(RequestActor who, Guid versionId, AssignmentBody body, AssignAssetsCommand assign, CancellationToken cancellation) =>
        new(await assign.ExecuteAsync(who.Actor, versionId, body.AssetIds, body.AssigneeId, cancellation));

    public static Task<WorkCounts> CountAsync(RequestActor who, Guid versionId, WorkQueries work, CancellationToken cancellation) => work.CountAsync(who.Actor, versionId, cancellation);

    public static Task<IReadOnlyList<Person>> AssigneesAsync(RequestActor who, Guid versionId, WorkQueries work, CancellationToken cancellation) =>
        work.ListAssigneesAsync(who.Actor, versionId, cancellation);

    public static Task<AssetNeighbours> NeighboursAsync(RequestActor who, Guid assetId, [AsParameters] AssetQuery query, AssetQueries assets, CancellationToken cancellation) =>
        assets.GetNeighboursAsync(who.Actor, assetId, query.ToFilter(who.Actor), cancellation);

    /// <summary>Assets of the same version whose names hold every word of the text, initial consonants included; without a text those that the caller drew on last.</summary>
    public static Task<IReadOnlyList<SiblingAsset>> SiblingsAsync(RequestActor who, Guid assetId, SiblingQueries siblings, CancellationToken cancellation, string? text = null) =>
        siblings.FindAsync(who.Actor, assetId, text, cancellation);

    /// <summary>The next image of the queue, from its beginning when its end is reached; null when nothing is left to do.</summary>
    public static async Task<NextAsset> NextAsync(
        RequestActor who, Guid assetId, [AsParameters] AssetQuery query, WorkQueries work, CancellationToken cancellation, string? after = null) =>
        new(await work.GetNextInQueueAsync(who.Actor, assetId, query.ToFilter(who.Actor), after, cancellation));
}

/// <summary>A state to set.</summary>
/// <param name="Revision">The revision that was looked at; refused when somebody saved since.</param>
public sealed record WorkStateBody(WorkState State, NewComment? Comment = null, long? Revision = null);

/// <summary>A state to set on many images.</summary>
public sealed record WorkStatesBody(IReadOnlyList<Guid> AssetIds, WorkState State, NewComment? Comment = null);

/// <summary>Images to give to a person, or to nobody.</summary>
public sealed record AssignmentBody(IReadOnlyList<Guid> AssetIds, Guid? AssigneeId);

/// <summary>Where the label work on an image stands.</summary>
public sealed record WorkStanding(WorkState WorkState, Person? Assignee);

/// <summary>How many images there were.</summary>
public sealed record ChangedCount(int Changed);

/// <summary>An image, or none.</summary>
public sealed record NextAsset(Guid? AssetId);
