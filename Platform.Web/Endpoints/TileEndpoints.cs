using Microsoft.Net.Http.Headers;
using Platform.Core.Imaging;
using Platform.Core.Tiles;
using Platform.Core.Tiles.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Huge images in tiles.</summary>
public static class TileEndpoints
{
    public static void MapTiles(this IEndpointRouteBuilder api)
    {
        var tiles = api.MapGroup("/assets/{assetId:guid}/tiles").WithTags("Assets");
        tiles.MapGet("", StateAsync).Produces<PyramidLayoutBody>().Produces<TileProgress>(StatusCodes.Status202Accepted);
        tiles.MapGet("/{level:int}/{column:int}/{row:int}", TileAsync).Produces(StatusCodes.Status200OK, contentType: ImageFormat.Jpeg.MediaType());
    }

    /// <summary>200 with the levels, or 202 with how far the tiles are: then ask again.</summary>
    public static async Task<IResult> StateAsync(RequestActor who, Guid assetId, TileQueries tiles, HttpResponse response, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        var state = await tiles.GetStateAsync(who.Actor, assetId, cancellation);
        return state.Layout is { } layout
            ? Results.Ok(new PyramidLayoutBody(layout.TileSize, layout.Width, layout.Height, layout.Levels))
            : Results.Accepted(value: new TileProgress(state.Progress));
    }

    public static async Task<IResult> TileAsync(
        RequestActor who, Guid assetId, int level, int column, int row, TileQueries tiles, HttpResponse response, CancellationToken cancellation)
    {
        var tile = await tiles.GetTileAsync(who.Actor, assetId, new TilePlace(level, column, row), cancellation);
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Bytes(tile.Jpeg, ImageFormat.Jpeg.MediaType(), entityTag: new EntityTagHeaderValue($"\"{tile.Tag}\""));
    }

    /// <param name="Levels">From full size on, each half of the one before.</param>
    public sealed record PyramidLayoutBody(int TileSize, int Width, int Height, IReadOnlyList<LevelSize> Levels);

    /// <param name="Progress">0 to 1.</param>
    public sealed record TileProgress(double Progress);
}
