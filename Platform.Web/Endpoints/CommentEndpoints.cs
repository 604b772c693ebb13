using Platform.Core.Reviews;
using Platform.Core.Reviews.Commands;
using Platform.Core.Reviews.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Comments pinned to images.</summary>
public static class CommentEndpoints
{
    public static void MapComments(this IEndpointRouteBuilder api)
    {
        var comments = api.MapGroup("").WithTags("Review");
        comments.MapGet("/assets/{assetId:guid}/comments", ListAsync);
        comments.MapPost("/assets/{assetId:guid}/comments", AddAsync).Produces<CommentView>(StatusCodes.Status201Created);
        comments.MapPost("/comments/{commentId:guid}/resolve", ResolveAsync);
        comments.MapPost("/comments/{commentId:guid}/reopen", ReopenAsync);
        comments.MapDelete("/comments/{commentId:guid}", DeleteAsync).Produces(StatusCodes.Status204NoContent);
    }

    public static async Task<IReadOnlyList<CommentView>> ListAsync(RequestActor who, Guid assetId, CommentQueries comments, HttpResponse response, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        return await comments.ListAsync(who.Actor, assetId, cancellation);
    }

    public static async Task<IResult> AddAsync(RequestActor who, Guid assetId, NewComment body, AddCommentCommand add, CancellationToken cancellation) =>
        TypedResults.Created($"/api/assets/{assetId}/comments", await add.ExecuteAsync(who.Actor, assetId, body, cancellation));

    public static Task<CommentView> ResolveAsync(RequestActor who, Guid commentId, SettleCommentCommand settle, CancellationToken cancellation) =>
        settle.ExecuteAsync(who.Actor, commentId, resolved: true, cancellation);

    public static Task<CommentView> ReopenAsync(RequestActor who, Guid commentId, SettleCommentCommand settle, CancellationToken cancellation) =>
        settle.ExecuteAsync(who.Actor, commentId, resolved: false, cancellation);

    public static async Task<IResult> DeleteAsync(RequestActor who, Guid commentId, DeleteCommentCommand delete, CancellationToken cancellation)
    {
        await delete.ExecuteAsync(who.Actor, commentId, cancellation);
        return TypedResults.NoContent();
    }
}
