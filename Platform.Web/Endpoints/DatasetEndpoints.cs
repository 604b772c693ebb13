using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Datasets and their versions: drafts, splits, freezing.</summary>
public static class DatasetEndpoints
{
    public static void MapDatasets(this IEndpointRouteBuilder api)
    {
        var datasets = api.MapGroup("").WithTags("Datasets");
        datasets.MapGet("/projects/{projectId:guid}/datasets", ListAsync);
        datasets.MapPost("/projects/{projectId:guid}/datasets", CreateAsync);
        datasets.MapGet("/datasets/{datasetId:guid}/versions", VersionsAsync);
        var versions = api.MapGroup("/dataset-versions/{versionId:guid}").WithTags("Datasets");
        versions.MapGet("", VersionAsync);
        versions.MapPost("/drafts", CreateDraftAsync);
        versions.MapPost("/splits", SplitAsync);
        versions.MapPost("/split-lists", SplitByListsAsync);
        versions.MapPost("/moves", MoveAsync);
        versions.MapGet("/freeze-check", FreezeCheckAsync);
        versions.MapPost("/freeze", FreezeAsync);
        versions.MapPost("/verify", VerifyAsync);
        versions.MapGet("/manifest", ManifestAsync);
    }

    public static Task<IReadOnlyList<DatasetSummary>> ListAsync(RequestActor who, Guid projectId, DatasetQueries datasets, CancellationToken cancellation) =>
        datasets.ListAsync(who.Actor, projectId, cancellation);

    public static async Task<IResult> CreateAsync(RequestActor who, Guid projectId, DatasetBody body, CreateDatasetCommand create, CancellationToken cancellation)
    {
        var created = await create.ExecuteAsync(who.Actor, projectId, body.Name, body.Description, body.OntologyVersionId, cancellation);
        return TypedResults.Created($"/api/dataset-versions/{created.VersionId}", created);
    }

    public static Task<IReadOnlyList<VersionSummary>> VersionsAsync(RequestActor who, Guid datasetId, DatasetQueries datasets, CancellationToken cancellation) =>
        datasets.ListVersionsAsync(who.Actor, datasetId, cancellation);

    public static Task<VersionDetails> VersionAsync(RequestActor who, Guid versionId, DatasetQueries datasets, CancellationToken cancellation) =>
        datasets.GetVersionAsync(who.Actor, versionId, cancellation);

    public static async Task<IResult> CreateDraftAsync(RequestActor who, Guid versionId, VersionTagBody body, CreateDraftVersionCommand create, CancellationToken cancellation)
    {
        var id = await create.ExecuteAsync(who.Actor, versionId, body.VersionTag, cancellation);
        return TypedResults.Created($"/api/dataset-versions/{id}", new CreatedId(id));
    }

    public static Task<IReadOnlyDictionary<SplitKind, int>> SplitAsync(RequestActor who, Guid versionId, SplitBody body, AssignSplitsCommand assign, CancellationToken cancellation) =>
        assign.ExecuteAsync(
            who.Actor, versionId, new SplitRequest(new SplitRatios(body.Train, body.Val, body.Test), body.Seed, body.OnlyUnassigned, body.Stratify, body.KeepTogether), cancellation);

    public static Task<SplitByListsReport> SplitByListsAsync(
        RequestActor who, Guid versionId, IReadOnlyDictionary<SplitKind, IReadOnlyList<string>> body, SplitByListsCommand split, CancellationToken cancellation) =>
        split.ExecuteAsync(who.Actor, versionId, body, cancellation);

    /// <summary>Answers which assets moved, by the splits that they came from.</summary>
    public static Task<IReadOnlyDictionary<SplitKind, IReadOnlyList<Guid>>> MoveAsync(RequestActor who, Guid versionId, MoveBody body, MoveAssetsCommand move, CancellationToken cancellation) =>
        move.ExecuteAsync(who.Actor, versionId, body.AssetIds, body.Split, cancellation);

    public static Task<FreezeCheck> FreezeCheckAsync(RequestActor who, Guid versionId, FreezeCheckQueries checks, CancellationToken cancellation) => checks.CheckAsync(who.Actor, versionId, cancellation);

    public static Task<FrozenVersion> FreezeAsync(RequestActor who, Guid versionId, FreezeDatasetVersionCommand freeze, CancellationToken cancellation) =>
        freeze.ExecuteAsync(who.Actor, versionId, cancellation);

    public static Task<VersionVerification> VerifyAsync(RequestActor who, Guid versionId, VerifyDatasetVersionCommand verify, CancellationToken cancellation, bool bytes = false) =>
        verify.ExecuteAsync(who.Actor, versionId, bytes, cancellation);

    public static async Task ManifestAsync(RequestActor who, Guid versionId, DatasetContentQueries contents, HttpResponse response, CancellationToken cancellation)
    {
        response.ContentType = "application/x-ndjson";
        await foreach (var line in contents.StreamManifestAsync(who.Actor, versionId, cancellation))
        {
            await response.WriteAsync(line + "\n", cancellation);
        }
    }
}

/// <summary>A dataset to create; without an ontology version it uses the project's default.</summary>
public sealed record DatasetBody(string Name, string? Description = null, Guid? OntologyVersionId = null);

/// <summary>Shares of 1.</summary>
/// <param name="KeepTogether"><c>folder</c>, <c>near_duplicates</c>, <c>column</c>: what holds assets together lands in one split.</param>
public sealed record SplitBody(
    double Train, double Val, double Test, int Seed = 0, bool OnlyUnassigned = false, bool Stratify = false, IReadOnlyList<GroupSource>? KeepTogether = null);

/// <summary>Assets to put into a split.</summary>
public sealed record MoveBody(IReadOnlyList<Guid> AssetIds, SplitKind Split);
