using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Core.Departments.Queries;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Jobs;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Annotation files in any known format, as a zip or as loose files; with a dry run that reports what would happen; answered at once, or as a job.</summary>
public static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var imports = api.MapGroup("/dataset-versions/{versionId:guid}").WithTags("Imports");
        imports.MapPost("/imports", ImportAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data");
        imports.MapPost("/import-jobs", StartAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data");
        imports.MapPost("/import-folder-jobs", StartFolderAsync);
        imports.MapPost("/import-files", StageAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data").ExcludeFromDescription();
    }

    public static async Task<ImportReport> ImportAsync(
        RequestActor who, Guid versionId, HttpRequest request, [AsParameters] ImportQuery query, DatasetQueries datasets, StagedImports staging, ImportAnnotationsCommand import, ImportQueries previews,
        CancellationToken cancellation)
    {
        var options = query.ToRequest();
        await DemandAsync(who, versionId, datasets, cancellation);
        var staged = await staging.StageAsync(who.Actor.UserId, request, cancellation);
        try
        {
            using var source = staged.Open();
            return query.IsDryRun
                ? await previews.PreviewAsync(who.Actor, versionId, source.Source, options, cancellation)
                : await import.ExecuteAsync(who.Actor, versionId, source.Source, options, cancellation);
        }
        finally
        {
            staging.Discard(staged.Id);
        }
    }

    /// <summary>Takes the files and goes on in the background; the answer names the job.</summary>
    public static async Task<IResult> StartAsync(
        RequestActor who, Guid versionId, HttpRequest request, [AsParameters] ImportQuery query, DatasetQueries datasets, StagedImports staging, InterchangeDesk desk, DepartmentQuotaGate quotas, CancellationToken cancellation)
    {
        var options = query.ToRequest();
        await DemandAsync(who, versionId, datasets, cancellation);
        using var room = query is { WithImages: true, IsDryRun: false } ? await quotas.HoldStorageAsync(who.Actor, versionId, request.ContentLength ?? 0, cancellation) : null;
        var staged = await staging.StageAsync(who.Actor.UserId, request, cancellation);
        try
        {
            return InterchangeJobEndpoints.Accepted(await desk.ImportFilesAsync(who.Actor, versionId, options, staged.Files, query.WithImages == true, query.IsDryRun, cancellation));
        }
        finally
        {
            staging.Discard(staged.Id);
        }
    }

    /// <summary>Imports a folder of the server; for administrators, below the configured folders.</summary>
    public static async Task<IResult> StartFolderAsync(
        RequestActor who, Guid versionId, FolderToImport body, [AsParameters] ImportQuery query, InterchangeDesk desk, CancellationToken cancellation) =>
        InterchangeJobEndpoints.Accepted(await desk.ImportFolderAsync(who.Actor, versionId, query.ToRequest(), body.Folder, query.WithImages != false, query.IsDryRun, cancellation));

    /// <summary>Keeps the files for the import dialog, which previews and then imports them without sending them twice.</summary>
    public static async Task<CreatedId> StageAsync(RequestActor who, Guid versionId, HttpRequest request, DatasetQueries datasets, StagedImports staging, CancellationToken cancellation)
    {
        await DemandAsync(who, versionId, datasets, cancellation);
        return new((await staging.StageAsync(who.Actor.UserId, request, cancellation)).Id);
    }

    // Before the files are read: nobody fills the disk who may not import.
    private static Task DemandAsync(RequestActor who, Guid versionId, DatasetQueries datasets, CancellationToken cancellation) =>
        datasets.DemandAsync(who.Actor, versionId, Permission.UploadAssets, cancellation);
}

/// <summary>A folder of the server.</summary>
public sealed record FolderToImport(string Folder);
