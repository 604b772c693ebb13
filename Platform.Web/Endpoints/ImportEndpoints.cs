using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Interchange;
using Platform.Core.Shared;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Annotation files: Pascal VOC, COCO or YOLO, as a zip or as loose files; with a dry run that reports what would happen.</summary>
public static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var imports = api.MapGroup("/dataset-versions/{versionId:guid}").WithTags("Imports");
        imports.MapPost("/imports", ImportAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data");
        imports.MapPost("/import-files", StageAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data").ExcludeFromDescription();
    }

    public static async Task<ImportReport> ImportAsync(
        RequestActor who, Guid versionId, HttpRequest request, StagedImports staging, ImportAnnotationsCommand import, ImportQueries previews, CancellationToken cancellation,
        bool dryRun = false, string? format = null, string? existing = null, bool applySplits = false)
    {
        var staged = await staging.StageAsync(who.Actor.UserId, request, cancellation);
        try
        {
            var options = new ImportRequest(
                string.IsNullOrEmpty(format) ? null : EnumText<InterchangeFormat>.Parse(format),
                Existing: string.IsNullOrEmpty(existing) ? ExistingAnnotations.Keep : EnumText<ExistingAnnotations>.Parse(existing),
                ApplySplits: applySplits);
            using var source = staged.Open();
            return dryRun
                ? await previews.PreviewAsync(who.Actor, versionId, source.Files, options, cancellation)
                : await import.ExecuteAsync(who.Actor, versionId, source.Files, options, cancellation);
        }
        finally
        {
            staging.Discard(staged.Id);
        }
    }

    /// <summary>Keeps the files for the import dialog, which previews and then imports them without sending them twice.</summary>
    public static async Task<CreatedId> StageAsync(RequestActor who, Guid versionId, HttpRequest request, StagedImports staging, CancellationToken cancellation) =>
        new((await staging.StageAsync(who.Actor.UserId, request, cancellation)).Id);
}
