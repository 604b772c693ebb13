using System.Text.Json;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Runs.Commands;
using Platform.Training.Runs.Comparison;
using Platform.Training.Runs.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Launch, watch, pause, resume, stop and repeat trainings.</summary>
public static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", List);
        runs.MapPost("", LaunchAsync);
        runs.MapGet("/compare", CompareAsync);
        runs.MapGet("/{runId:guid}", Get);
        runs.MapGet("/{runId:guid}/events", EventsAsync);
        runs.MapGet("/{runId:guid}/samples/{fileName}", Sample);
        runs.MapPost("/{runId:guid}/cancel", Cancel);
        runs.MapPost("/{runId:guid}/pause", Pause);
        runs.MapPost("/{runId:guid}/resume", ResumeAsync);
        runs.MapPost("/{runId:guid}/finish", Finish).WithSummary("Stop early: the best epoch so far is registered.");
        runs.MapPost("/{runId:guid}/reproduce", ReproduceAsync).WithSummary("Train the stored recipe and seed once more on the same data.");
    }

    public static IReadOnlyList<RunRecord> List(RequestActor who, Guid? projectId, RunQueries runs) => runs.List(who.Actor, projectId);

    /// <summary>Two to five runs of a project side by side: curves, settings, data, scores by class.</summary>
    public static Task<RunComparison> CompareAsync(RequestActor who, Guid[] id, RunComparisonQueries comparisons, CancellationToken cancellation) =>
        comparisons.CompareAsync(who.Actor, id, cancellation);

    public static RunRecord Get(RequestActor who, Guid runId, RunQueries runs) => runs.Get(who.Actor, runId);

    public static async Task<IResult> LaunchAsync(RequestActor who, NewRun body, LaunchTrainingCommand launch, RecipeDefaults defaults, CancellationToken cancellation)
    {
        var recipe = LaunchEndpoints.RecipeOf(body, await defaults.OfAsync(who.Actor, body.ModelId, body.ParentModelVersionId, body.Strategy, cancellation));
        var asked = new LaunchTraining(body.ModelId, body.DatasetVersionId, recipe, body.TrainOnValidation) { StartFromWeightsId = body.StartFromWeightsId, ParentModelVersionId = body.ParentModelVersionId };
        var runId = await launch.ExecuteAsync(who.Actor, asked, cancellation);
        return Results.Accepted($"/api/runs/{runId}", new LaunchedRun(runId));
    }

    public static IResult Cancel(RequestActor who, Guid runId, CancelRunCommand cancel)
    {
        cancel.Execute(who.Actor, runId);
        return Results.NoContent();
    }

    public static async Task<IResult> ResumeAsync(RequestActor who, Guid runId, ResumeRunCommand resume, CancellationToken cancellation)
    {
        await resume.ExecuteAsync(who.Actor, runId, cancellation);
        return Results.NoContent();
    }

    public static IResult Pause(RequestActor who, Guid runId, PauseRunCommand pause)
    {
        pause.Execute(who.Actor, runId);
        return Results.NoContent();
    }

    public static IResult Finish(RequestActor who, Guid runId, FinishRunCommand finish)
    {
        finish.Execute(who.Actor, runId);
        return Results.NoContent();
    }

    public static async Task<IResult> ReproduceAsync(RequestActor who, Guid runId, ReproduceRunCommand reproduce, CancellationToken cancellation)
    {
        var again = await reproduce.ExecuteAsync(who.Actor, runId, cancellation);
        return Results.Accepted($"/api/runs/{again}", new LaunchedRun(again));
    }

    public static IResult Sample(RequestActor who, Guid runId, string fileName, RunQueries runs) => Results.File(runs.SamplePath(who.Actor, runId, fileName), "image/jpeg");

    /// <summary>Server-sent events: the history first, then what happens; a client that reconnects names the last event it saw and misses nothing.</summary>
    public static async Task EventsAsync(HttpContext http, RequestActor who, Guid runId, RunQueries runs, CancellationToken cancellation)
    {
        _ = long.TryParse(http.Request.Headers["Last-Event-ID"], out var lastSeen);
        var batches = runs.Watch(who.Actor, runId, lastSeen, cancellation);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await foreach (var batch in batches)
        {
            foreach (var happened in batch)
            {
                await http.Response.WriteAsync($"id: {happened.Sequence}\ndata: {JsonSerializer.Serialize(happened, RunJson.Options)}\n\n", cancellation);
            }

            await http.Response.Body.FlushAsync(cancellation);
        }
    }
}

/// <summary>A training to launch; fields that the recipe leaves out take the defaults of the model's task.</summary>
/// <param name="RecipeText">YAML or JSON instead of <paramref name="Recipe"/>.</param>
/// <param name="ParentModelVersionId">A version of the same model to grow from; what the recipe leaves out is the parent's then.</param>
/// <param name="Strategy">Against forgetting; only with a parent, and unless the recipe says it.</param>
public sealed record NewRun(
    Guid ModelId, Guid DatasetVersionId, JsonElement? Recipe = null, bool TrainOnValidation = false, string? RecipeText = null, Guid? StartFromWeightsId = null, Guid? ParentModelVersionId = null,
    IncrementalStrategy Strategy = IncrementalStrategy.DistillationRehearsal);

/// <summary>A training that was put into the line.</summary>
public sealed record LaunchedRun(Guid RunId);
