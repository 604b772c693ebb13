using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Shared;
using Platform.Training.Deployments;
using Platform.Training.Inference;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Asks a deployed model: an image in, JSON or a picture out.</summary>
public static class PredictionEndpoints
{
    private const string Jpeg = "image/jpeg";
    private const int FormOverheadBytes = 1 << 16;

    public static void MapPredictions(this IEndpointRouteBuilder api) => api.MapPost("/deployments/{name}/predict", PredictAsync)
        .WithTags("Deployments").WithMetadata(UploadLimit.Instance)
        .WithSummary("What the model sees on an image, sent as the body or as the first file of a form.")
        .Produces<PredictionView>().Produces(StatusCodes.Status200OK, contentType: Jpeg).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <param name="who">Anybody who sees the deployment's project.</param>
    /// <param name="name">Of the deployment.</param>
    /// <param name="request">Its body is the image.</param>
    /// <param name="server">Answers.</param>
    /// <param name="painter">Draws the answer.</param>
    /// <param name="options">Bounds the image.</param>
    /// <param name="cancellation">Raised when the caller leaves.</param>
    /// <param name="minimumScore">0 to 1; the model's own where left out.</param>
    /// <param name="overlay">Answer with the picture, as "Accept: image/jpeg" does.</param>
    /// <param name="picture">Put the picture into the JSON, as a data address.</param>
    public static async Task<IResult> PredictAsync(
        RequestActor who, string name, HttpRequest request, DeploymentServer server, PredictionPainter painter, ServingOptions options, CancellationToken cancellation,
        double? minimumScore = null, bool overlay = false, bool picture = false)
    {
        using var visit = server.Enter(who.Actor, name);
        var image = await ReadAsync(request, options.MaxImageBytes, cancellation);
        var answer = await visit.PredictAsync(image, minimumScore, cancellation);
        if (overlay || WantsPicture(request))
        {
            return Results.Bytes(painter.Draw(image.Span, answer), Jpeg);
        }

        var view = PredictionView.Of(name, answer);
        return Results.Ok(picture ? view with { Picture = $"data:{Jpeg};base64,{Convert.ToBase64String(painter.Draw(image.Span, answer))}" } : view);
    }

    private static bool WantsPicture(HttpRequest request) =>
        request.GetTypedHeaders().Accept is { Count: > 0 } accepted && accepted.OrderByDescending(type => type.Quality ?? 1).First().MediaType.Equals(Jpeg, StringComparison.OrdinalIgnoreCase);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, long maxBytes, CancellationToken cancellation)
    {
        // Said before it is sent, where it is said.
        if (request.ContentLength > maxBytes + FormOverheadBytes)
        {
            throw TooLarge(maxBytes);
        }

        var isForm = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (!isForm)
        {
            return await ReadAsync(request.Body, (int)Math.Min(request.ContentLength ?? 0, maxBytes), maxBytes, cancellation);
        }

        return HeaderUtilities.RemoveQuotes(type!.Boundary).Value is { Length: > 0 } boundary ? await ReadFormAsync(request.Body, boundary, maxBytes, cancellation) : throw NoImage();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadFormAsync(Stream body, string boundary, long maxBytes, CancellationToken cancellation)
    {
        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
                {
                    return await ReadAsync(section.Body, 0, maxBytes, cancellation);
                }
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException && damaged is not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            // A form that ends early or was never one.
        }

        throw NoImage();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream from, int expected, long maxBytes, CancellationToken cancellation)
    {
        using var bounded = new BoundedStream(from, maxBytes, () => TooLarge(maxBytes));
        var image = new MemoryStream(expected);
        await bounded.CopyToAsync(image, cancellation);
        return image.Length > 0
            ? image.GetBuffer().AsMemory(0, (int)image.Length)
            : throw NoImage();
    }

    private static DomainRuleException NoImage() => new("deployment.no_image", "No image was sent. Send it as the body, or as a file of a form.");

    private static DomainRuleException TooLarge(long maxBytes) => new(
        "deployment.image_too_large", $"The image is larger than {maxBytes >> 10} KB. Send it smaller.", maxBytes >> 10);
}

/// <summary>What a deployed model says of an image; all coordinates are pixels of the upright image.</summary>
/// <param name="ModelVersionId">The version that answered.</param>
/// <param name="IsCanary">Whether that is the one on trial.</param>
/// <param name="ElapsedMs">Inside the server, from the image's last byte to the answer.</param>
/// <param name="Predictions">Surest first.</param>
public sealed record PredictionView(string Deployment, Guid ModelVersionId, bool IsCanary, int Width, int Height, double ElapsedMs, IReadOnlyList<PredictedView> Predictions)
{
    /// <summary>A JPEG with the answer drawn into it, as a data address, where it was asked for.</summary>
    public string? Picture { get; init; }

    public static PredictionView Of(string name, PredictionAnswer answer) => new(
        name, answer.ModelVersionId, answer.IsCanary, answer.WidthPx, answer.HeightPx, Math.Round(answer.ElapsedMs, 2), [.. answer.Predictions.Select(PredictedView.Of)]);
}

/// <summary>One thing that it says.</summary>
/// <param name="Box">Around the shape; null where the whole image is meant.</param>
/// <param name="Geometry">Polygon, mask or keypoints, as annotations have them; null where the box is all.</param>
/// <param name="Text">What was read; of models that read.</param>
public sealed record PredictedView(string ClassKey, string ClassName, double Confidence, PredictedBox? Box, JsonElement? Geometry, string? Text)
{
    private const int ConfidenceDecimals = 4;

    public static PredictedView Of(Prediction found)
    {
        var bounds = found.Geometry is TagGeometry ? null : found.Geometry.Bounds;
        return new PredictedView(
            found.ClassKey,
            found.ClassName,
            Math.Round(found.Confidence, ConfidenceDecimals),
            bounds is null ? null : PredictedBox.Of(bounds),
            found.Geometry is TagGeometry or BoxGeometry ? null : JsonElement.Parse(GeometryJson.Write(found.Geometry)),
            found.Text);
    }
}

/// <summary>An upright box in pixels.</summary>
public sealed record PredictedBox(double X, double Y, double Width, double Height)
{
    private const int Decimals = 2;

    public static PredictedBox Of(BoxGeometry box) => new(Math.Round(box.X, Decimals), Math.Round(box.Y, Decimals), Math.Round(box.Width, Decimals), Math.Round(box.Height, Decimals));
}
