using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Platform.Core.Access;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Conversion;
using Platform.Training.Conversion.Commands;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>A model version in other formats: what is offered, the jobs that make it, and files that were made elsewhere.</summary>
public static class ConversionEndpoints
{
    public static void MapConversions(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/model-versions/{versionId:guid}").WithTags("Conversions");
        versions.MapGet("/conversion-offers", OffersAsync);
        versions.MapGet("/conversions", ListAsync);
        versions.MapPost("/conversions", StartAsync);
        versions.MapPost("/artifacts", UploadAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data");

        var jobs = api.MapGroup("/conversions/{jobId:guid}").WithTags("Conversions");
        jobs.MapGet("", GetAsync);
        jobs.MapGet("/events", EventsAsync);
        jobs.MapPost("/restart", RestartAsync);
        jobs.MapDelete("", CancelAsync);
    }

    /// <summary>What the version can become; a missing program is named.</summary>
    public static Task<IReadOnlyList<ConversionOffer>> OffersAsync(RequestActor who, Guid versionId, ConversionDesk desk, CancellationToken cancellation) =>
        desk.OffersAsync(who.Actor, versionId, cancellation);

    public static Task<IReadOnlyList<ConversionJob>> ListAsync(RequestActor who, Guid versionId, ConversionDesk desk, CancellationToken cancellation) =>
        desk.ListAsync(who.Actor, versionId, cancellation);

    public static async Task<IResult> StartAsync(RequestActor who, Guid versionId, NewConversion body, ConversionDesk desk, CancellationToken cancellation) =>
        Accepted(await desk.StartAsync(who.Actor, versionId, body.ToSpec(), cancellation));

    public static Task<ConversionJob> GetAsync(RequestActor who, Guid jobId, ConversionDesk desk, CancellationToken cancellation) => desk.GetAsync(who.Actor, jobId, cancellation);

    /// <summary>Server-sent events: the job as it stands, then each change, until it has ended.</summary>
    public static async Task EventsAsync(HttpContext http, RequestActor who, Guid jobId, ConversionDesk desk, IOptions<JsonOptions> json, CancellationToken cancellation)
    {
        var changes = await desk.WatchAsync(who.Actor, jobId, cancellation);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await foreach (var job in changes)
        {
            await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(job, json.Value.SerializerOptions)}\n\n", cancellation);
            await http.Response.Body.FlushAsync(cancellation);
        }
    }

    public static async Task<IResult> RestartAsync(RequestActor who, Guid jobId, ConversionDesk desk, CancellationToken cancellation) =>
        Accepted(await desk.RestartAsync(who.Actor, jobId, cancellation));

    /// <summary>Stops a job under way; forgets one that has ended. What it made stays.</summary>
    public static async Task<IResult> CancelAsync(RequestActor who, Guid jobId, ConversionDesk desk, CancellationToken cancellation)
    {
        await desk.CancelAsync(who.Actor, jobId, cancellation);
        return Results.NoContent();
    }

    /// <summary>One file that a vendor's converter made; format and precision stand in the query, since the file is read as it comes.</summary>
    public static async Task<IResult> UploadAsync(
        RequestActor who, Guid versionId, HttpRequest request, string format, string? precision, UploadArtifactCommand upload, ModelQueries models, UploadReader uploads, PlatformOptions options, CancellationToken cancellation)
    {
        // Before the file is read.
        await models.DemandAsync(who.Actor, versionId, Permission.TrainModel, cancellation);
        using var folder = new TemporaryUploads(options);
        await foreach (var (fileName, path) in uploads.SpoolAsync(request, folder, cancellation))
        {
            var id = await upload.ExecuteAsync(
                who.Actor, versionId, EnumText<ArtifactFormat>.Parse(format), EnumText<ArtifactPrecision>.Parse(precision ?? "fp32"), fileName, path, cancellation);
            return TypedResults.Created($"/api/artifacts/{id}/download", new CreatedId(id));
        }

        throw new DomainRuleException("artifact.no_file", "No file was sent. Choose the file that the converter made.");
    }

    private static IResult Accepted(ConversionJob job) => Results.Accepted($"/api/conversions/{job.Id}", job);
}

/// <summary>A conversion to start.</summary>
/// <param name="Format">onnx, onnx-external, torchscript, openvino, tflite or trt.</param>
/// <param name="Precision">fp32, fp16 or int8.</param>
/// <param name="Nms">Puts non-maximum suppression into the graph of a detector.</param>
/// <param name="CalibrationImages">Of the train split, for int8.</param>
/// <param name="CalibrationMethod">percentile or min-max, for int8.</param>
/// <param name="Percentile">Share of the values that fit, in percent.</param>
public sealed record NewConversion(
    string Format,
    string Precision = "fp32",
    bool Nms = false,
    float? ScoreThreshold = null,
    float? IouThreshold = null,
    int? CalibrationImages = null,
    string? CalibrationMethod = null,
    double? Percentile = null)
{
    public ConversionSpec ToSpec()
    {
        var usual = new CalibrationSpec();
        return new ConversionSpec(EnumText<ArtifactFormat>.Parse(Format), EnumText<ArtifactPrecision>.Parse(Precision))
        {
            WithSuppression = Nms,
            ScoreThreshold = ScoreThreshold,
            IouThreshold = IouThreshold,
            Calibration = new CalibrationSpec(
                CalibrationImages ?? usual.Images,
                string.IsNullOrEmpty(CalibrationMethod) ? usual.Method : EnumText<CalibrationMethod>.Parse(CalibrationMethod),
                Percentile ?? usual.Percentile),
        };
    }
}
