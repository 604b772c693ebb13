using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Shared;
using Platform.Core.SmartTools;
using Platform.Core.SmartTools.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Selections and edge paths for the canvas; coordinates are pixels of the upright image.</summary>
public static class SmartToolEndpoints
{
    private const int MaxBodyBytes = 1 << 20;
    private const int DefaultTolerance = 24;

    public static void MapSmartTools(this IEndpointRouteBuilder api)
    {
        var smart = api.MapGroup("/assets/{assetId:guid}/smart").WithTags("Smart tools").WithMetadata(new SmallBody());
        smart.MapPost("/prepare", PrepareAsync);
        smart.MapPost("/box", BoxAsync);
        smart.MapPost("/scissors", ScissorsAsync);
        smart.MapPost("/flood", FloodAsync);
    }

    /// <summary>Reads the picture ahead, when a tool is taken up; answers when the next question will be quick.</summary>
    public static async Task<NoContent> PrepareAsync(RequestActor who, Guid assetId, PrepareBody body, SmartToolQueries tools, CancellationToken cancellation)
    {
        await tools.PrepareAsync(who.Actor, assetId, body.Frame, cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>The object inside a box, corrected by strokes.</summary>
    public static async Task<SmartAnswer> BoxAsync(RequestActor who, Guid assetId, SmartBoxBody body, SmartToolQueries tools, CancellationToken cancellation)
    {
        var strokes = (body.Strokes ?? []).Select(stroke => new SmartStroke(stroke.Points ?? [], stroke.RadiusPx, stroke.Foreground));
        var request = new SmartBoxRequest(
            new BoxGeometry(body.Box.X, body.Box.Y, body.Box.Width, body.Box.Height), [.. strokes], OutputOf(body.Output), body.EpsilonPx, body.Frame);
        return SmartAnswer.Of(await tools.FindInBoxAsync(who.Actor, assetId, request, cancellation));
    }

    /// <summary>Paths along edges from one point to each of the others.</summary>
    public static async Task<SmartPaths> ScissorsAsync(RequestActor who, Guid assetId, SmartScissorsBody body, SmartToolQueries tools, CancellationToken cancellation)
    {
        var request = new SmartScissorsRequest(PointOf(body.From), [.. (body.To ?? []).Select(PointOf)], body.Frame);
        return new SmartPaths(await tools.FindEdgePathsAsync(who.Actor, assetId, request, cancellation));
    }

    /// <summary>Pixels that look like the one chosen.</summary>
    public static async Task<SmartAnswer> FloodAsync(RequestActor who, Guid assetId, SmartFloodBody body, SmartToolQueries tools, CancellationToken cancellation)
    {
        var request = new SmartFloodRequest(PointOf(body.Point), body.Tolerance, body.Contiguous, OutputOf(body.Output), body.EpsilonPx, body.Frame);
        return SmartAnswer.Of(await tools.FindSimilarAsync(who.Actor, assetId, request, cancellation));
    }

    private static SmartOutput OutputOf(string? text) => string.IsNullOrEmpty(text) ? SmartOutput.Polygon : EnumText<SmartOutput>.Parse(text);

    // A list of another length is no point; the rules refuse what is no number.
    private static SmartPoint PointOf(IReadOnlyList<double>? point) => point is [var x, var y] ? new SmartPoint(x, y) : new SmartPoint(double.NaN, double.NaN);

    /// <summary>Ten times what the most strokes take, far below what would hurt.</summary>
    private sealed class SmallBody : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MaxBodyBytes;
    }

    /// <param name="Frame">Of a video, counted from 0.</param>
    public sealed record PrepareBody(int? Frame = null);

    /// <param name="Output"><c>polygon</c> or <c>mask</c>.</param>
    public sealed record SmartBoxBody(BoxBody Box, IReadOnlyList<StrokeBody>? Strokes = null, string? Output = null, double? EpsilonPx = null, int? Frame = null);

    /// <summary>A box as annotations have it.</summary>
    public sealed record BoxBody(double X, double Y, double Width, double Height);

    /// <param name="Points">Flat list x, y, x, y, …</param>
    /// <param name="Foreground">Whether the stroke marks the object or its surroundings.</param>
    public sealed record StrokeBody(IReadOnlyList<double>? Points, double RadiusPx, bool Foreground);

    /// <param name="From">x and y.</param>
    /// <param name="To">Pairs of x and y.</param>
    public sealed record SmartScissorsBody(IReadOnlyList<double>? From, IReadOnlyList<IReadOnlyList<double>>? To, int? Frame = null);

    /// <param name="Tolerance">0 to 255, per channel.</param>
    /// <param name="Contiguous">Whether only pixels connected to the point count.</param>
    public sealed record SmartFloodBody(
        IReadOnlyList<double>? Point, int Tolerance = DefaultTolerance, bool Contiguous = true, string? Output = null, double? EpsilonPx = null, int? Frame = null);
}

/// <summary>A selection: polygons, largest first, or a mask; the other is left out.</summary>
public sealed record SmartAnswer(IReadOnlyList<SmartPolygon>? Polygons, SmartMask? Mask)
{
    public static SmartAnswer Of(SmartSelection selection) => new(
        selection.Polygons?.Select(part => new SmartPolygon(part.Rings, part.AreaPx)).ToList(),
        selection.Mask is { } mask ? new SmartMask([mask.Height, mask.Width], mask.Counts) : null);
}

/// <summary>One connected part, as a polygon annotation has it.</summary>
public sealed record SmartPolygon(IReadOnlyList<IReadOnlyList<double>> Rings, double AreaPx);

/// <summary>A mask, as a mask annotation has it.</summary>
public sealed record SmartMask(IReadOnlyList<int> Size, string Counts);

/// <summary>A flat list of points for each target.</summary>
public sealed record SmartPaths(IReadOnlyList<IReadOnlyList<double>> Paths);
