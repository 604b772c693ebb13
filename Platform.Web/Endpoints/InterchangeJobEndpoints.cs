using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Interchange.Queries;
using Platform.Core.Interchange.Voc;
using Platform.Core.Shared;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Exports, what they lose, and the jobs of imports and exports: start, watch, stop, start again, fetch.</summary>
public static class InterchangeJobEndpoints
{
    public static void MapInterchangeJobs(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/dataset-versions/{versionId:guid}").WithTags("Exports");
        versions.MapGet("/export-loss", LossAsync);
        versions.MapPost("/export-jobs", ExportAsync);
        versions.MapGet("/interchange-jobs", ListAsync);

        var jobs = api.MapGroup("/interchange-jobs/{jobId:guid}").WithTags("Exports");
        jobs.MapGet("", GetAsync);
        jobs.MapGet("/events", EventsAsync);
        jobs.MapGet("/report", ReportAsync);
        jobs.MapGet("/download", DownloadAsync);
        jobs.MapPost("/restart", RestartAsync);
        jobs.MapDelete("", CancelAsync);
    }

    /// <summary>What the format cannot carry, before anything is written.</summary>
    public static Task<LossReport> LossAsync(
        RequestActor who, Guid versionId, string format, bool? withImages, string? yoloTask, ExportQueries exports, CancellationToken cancellation) =>
        exports.LossAsync(who.Actor, versionId, new NewExport(format, withImages ?? true, yoloTask).ToRequest(), cancellation);

    public static async Task<IResult> ExportAsync(RequestActor who, Guid versionId, NewExport body, InterchangeDesk desk, CancellationToken cancellation) =>
        Accepted(await desk.ExportAsync(who.Actor, versionId, body.ToRequest(), cancellation));

    public static Task<IReadOnlyList<InterchangeJob>> ListAsync(RequestActor who, Guid versionId, InterchangeDesk desk, CancellationToken cancellation) =>
        desk.ListAsync(who.Actor, versionId, cancellation);

    public static Task<InterchangeJob> GetAsync(RequestActor who, Guid jobId, InterchangeDesk desk, CancellationToken cancellation) => desk.GetAsync(who.Actor, jobId, cancellation);

    /// <summary>Server-sent events: the job as it stands, then each change, until it has ended.</summary>
    public static async Task EventsAsync(HttpContext http, RequestActor who, Guid jobId, InterchangeDesk desk, IOptions<JsonOptions> json, CancellationToken cancellation)
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

    public static async Task<IResult> ReportAsync(RequestActor who, Guid jobId, InterchangeDesk desk, CancellationToken cancellation) =>
        await desk.ReportAsync(who.Actor, jobId, cancellation) is { } report ? Results.Ok(report) : Results.NoContent();

    public static async Task<IResult> DownloadAsync(RequestActor who, Guid jobId, InterchangeDesk desk, CancellationToken cancellation)
    {
        var (path, name) = await desk.ArchiveAsync(who.Actor, jobId, cancellation);
        return Results.File(path, "application/zip", name, enableRangeProcessing: true);
    }

    public static async Task<IResult> RestartAsync(RequestActor who, Guid jobId, InterchangeDesk desk, CancellationToken cancellation) =>
        Accepted(await desk.RestartAsync(who.Actor, jobId, cancellation));

    /// <summary>Stops a job under way; deletes one that has ended, with its files.</summary>
    public static async Task<IResult> CancelAsync(RequestActor who, Guid jobId, InterchangeDesk desk, CancellationToken cancellation)
    {
        await desk.CancelAsync(who.Actor, jobId, cancellation);
        return Results.NoContent();
    }

    internal static IResult Accepted(InterchangeJob job) => Results.Accepted($"/api/interchange-jobs/{job.Id}", job);
}

/// <summary>An export to start.</summary>
/// <param name="YoloTask">detect, segment or pose.</param>
/// <param name="VocOrigin">How Pascal VOC's corners count.</param>
/// <param name="PlainRuns">Writes COCO's run lengths as numbers.</param>
public sealed record NewExport(string Format, bool WithImages = true, string? YoloTask = null, string? VocOrigin = null, bool PlainRuns = false)
{
    public ExportRequest ToRequest() => new(EnumText<InterchangeFormat>.Parse(Format), WithImages)
    {
        YoloTask = string.IsNullOrEmpty(YoloTask) ? default : EnumText<YoloTask>.Parse(YoloTask),
        VocOrigin = string.IsNullOrEmpty(VocOrigin) ? default : EnumText<VocOrigin>.Parse(VocOrigin),
        PlainRuns = PlainRuns,
    };
}
