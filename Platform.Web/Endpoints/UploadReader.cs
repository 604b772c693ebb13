using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Platform.Core.Assets;
using Platform.Core.Interchange;
using Platform.Core.Shared;
using Platform.Web.Hosting;

namespace Platform.Web.Endpoints;

/// <summary>
/// Reads multipart uploads part by part through temporary files, so that memory stays flat however much is sent.
/// The files of a batch are deleted as soon as the batch was taken in.
/// </summary>
public sealed class UploadReader(PlatformOptions options)
{
    // Bounds the disk that a request occupies beside the stored copies.
    private const int FilesAtOnce = 32;
    private const int NameLength = 1000;

    /// <summary>The upload in batches; an archive is a batch of its own.</summary>
    public async IAsyncEnumerable<UploadSource> ReadAsync(HttpRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var folder = new TemporaryUploads(options);
        var batch = new List<NamedUpload>();
        await foreach (var (name, path) in SpoolAsync(request, folder, cancellation))
        {
            if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            {
                await using var file = File.OpenRead(path);
                using var zip = new ZipImportSource(file, ZipLimits.Default);
                yield return UploadSource.Of(zip);
            }
            else
            {
                batch.Add(new NamedUpload(name, _ => ValueTask.FromResult<Stream>(File.OpenRead(path)), new FileInfo(path).Length));
            }

            if (batch.Count == FilesAtOnce)
            {
                yield return UploadSource.Of(batch);
                batch = [];
                folder.Clear();
            }
        }

        if (batch.Count > 0)
        {
            yield return UploadSource.Of(batch);
        }
    }

    /// <summary>Writes every file part to the folder and yields its name as sent.</summary>
    public async IAsyncEnumerable<(string Name, string Path)> SpoolAsync(HttpRequest request, TemporaryUploads folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new DomainRuleException("upload.not_multipart", "Send the files as multipart/form-data, one part a file.");
        }

        var reader = new MultipartReader(boundary, request.Body);
        var received = 0L;
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition || !disposition.IsFileDisposition())
            {
                continue;
            }

            var name = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value ?? "";
            var path = folder.NewFile();
            await using (var file = File.Create(path))
            {
                received += await CopyAsync(section.Body, file, options.MaxUploadBytes - received, cancellation);
            }

            yield return (name.Length is > 0 and <= NameLength ? name.Replace('\\', '/').TrimStart('/') : "unnamed", path);
        }
    }

    private async Task<long> CopyAsync(Stream from, Stream to, long left, CancellationToken cancellation)
    {
        var buffer = new byte[81920];
        var copied = 0L;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellation)) > 0)
        {
            copied += read;
            if (copied > left)
            {
                throw new DomainRuleException("upload.too_large", $"One upload may hold at most {options.MaxUploadBytes} bytes. Send the files in several uploads.", options.MaxUploadBytes);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return copied;
    }
}
