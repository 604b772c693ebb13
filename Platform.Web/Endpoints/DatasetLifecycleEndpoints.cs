using Microsoft.AspNetCore.Mvc;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Comparison;
using Platform.Core.Datasets.Queries;
using Platform.Core.Datasets.Statistics;
using Platform.Core.Shared;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>What helps to get a version ready and to know it: groups and leaks, comparison, statistics, tags.</summary>
public static class DatasetLifecycleEndpoints
{
    private const int DefaultPageSize = 50;

    public static void MapDatasetLifecycle(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/dataset-versions/{versionId:guid}").WithTags("Datasets");
        versions.MapPost("/groups", SetGroupsAsync).Accepts<string>("text/csv");
        versions.MapGet("/leaks", LeaksAsync);
        versions.MapGet("/diff", DiffAsync);
        versions.MapGet("/diff/assets", DiffAssetsAsync);
        versions.MapGet("/statistics", StatisticsAsync);
        versions.MapGet("/facets", FacetsAsync);
        versions.MapPost("/tags", TagAsync);
        versions.MapDelete("/tags", UntagAsync);
    }

    /// <summary>Takes a CSV file as the body; the column is named in the address.</summary>
    public static async Task<GroupKeysReport> SetGroupsAsync(RequestActor who, Guid versionId, string column, HttpRequest request, SetGroupKeysCommand set, CancellationToken cancellation)
    {
        // The reader of lists works synchronously, which a request's body does not.
        using var text = new StreamReader(request.Body);
        using var csv = new StringReader(await text.ReadToEndAsync(cancellation));
        return await set.ExecuteAsync(who.Actor, versionId, csv, column, cancellation);
    }

    public static Task<LeakReport> LeaksAsync(RequestActor who, Guid versionId, LeakQueries leaks, CancellationToken cancellation) => leaks.ReportAsync(who.Actor, versionId, cancellation);

    /// <summary>What became of the base version on the way to this one.</summary>
    public static Task<VersionDiff> DiffAsync(RequestActor who, Guid versionId, [FromQuery(Name = "base")] Guid baseId, VersionDiffQueries diffs, CancellationToken cancellation) =>
        diffs.SummariseAsync(who.Actor, baseId, versionId, cancellation);

    public static Task<AssetDiffPage> DiffAssetsAsync(
        RequestActor who, Guid versionId, [FromQuery(Name = "base")] Guid baseId, VersionDiffQueries diffs, CancellationToken cancellation, string? kind = null, string? after = null, int pageSize = DefaultPageSize) =>
        diffs.ListAsync(who.Actor, baseId, versionId, string.IsNullOrEmpty(kind) ? null : EnumText<DiffKind>.Parse(kind), after, pageSize, cancellation);

    public static Task<VersionStatistics> StatisticsAsync(RequestActor who, Guid versionId, StatisticsQueries statistics, CancellationToken cancellation) =>
        statistics.GetAsync(who.Actor, versionId, cancellation);

    public static Task<AssetFacets> FacetsAsync(RequestActor who, Guid versionId, AssetFacetQueries facets, CancellationToken cancellation) => facets.GetAsync(who.Actor, versionId, cancellation);

    /// <summary>Answers which assets did not have the tag.</summary>
    public static Task<IReadOnlyList<Guid>> TagAsync(RequestActor who, Guid versionId, TagBody body, TagAssetsCommand tag, CancellationToken cancellation) =>
        tag.ExecuteAsync(who.Actor, versionId, body.AssetIds, body.Tag, cancellation);

    /// <summary>Answers which assets had the tag.</summary>
    public static Task<IReadOnlyList<Guid>> UntagAsync(RequestActor who, Guid versionId, [FromBody] TagBody body, UntagAssetsCommand untag, CancellationToken cancellation) =>
        untag.ExecuteAsync(who.Actor, versionId, body.AssetIds, body.Tag, cancellation);
}

/// <summary>A tag and what it goes on or comes off.</summary>
public sealed record TagBody(IReadOnlyList<Guid> AssetIds, string Tag);
