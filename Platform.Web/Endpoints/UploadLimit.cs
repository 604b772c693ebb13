using Microsoft.AspNetCore.Http.Metadata;

namespace Platform.Web.Endpoints;

/// <summary>Marks endpoints that take large bodies; the limit itself is raised by <see cref="UploadReader"/>, which knows the options.</summary>
public sealed class UploadLimit : IRequestSizeLimitMetadata
{
    public static readonly UploadLimit Instance = new();

    // Null lifts the server's limit for this endpoint; the reader counts bytes against Platform:MaxUploadBytes.
    public long? MaxRequestBodySize => null;
}
