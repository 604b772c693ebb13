using System.Collections.Concurrent;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Shared;
using Platform.Web.Hosting;

namespace Platform.Web.Endpoints;

/// <summary>Annotation files that were sent but not imported yet. Held for an hour; a restart forgets them.</summary>
public sealed class StagedImports(PlatformOptions options, UploadReader uploads, TimeProvider time)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, StagedImport> _staged = new();

    public async Task<StagedImport> StageAsync(Guid userId, HttpRequest request, CancellationToken cancellation)
    {
        DiscardOld();
        var folder = new TemporaryUploads(options);
        try
        {
            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            await foreach (var (name, path) in uploads.SpoolAsync(request, folder, cancellation))
            {
                files[name] = path;
            }

            if (files.Count == 0)
            {
                throw new DomainRuleException("import.no_files", "No file was sent. Choose a zip archive or annotation files.");
            }

            var staged = new StagedImport(Ids.New(time), userId, folder, files, time.GetUtcNow());
            _staged[staged.Id] = staged;
            return staged;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Finds an import of this user.</summary>
    public StagedImport Get(Guid userId, Guid id) => _staged.TryGetValue(id, out var staged) && staged.UserId == userId
        ? staged
        : throw new DomainRuleException("import.files_gone", "The files were sent too long ago. Choose them again.");

    public void Discard(Guid id)
    {
        if (_staged.TryRemove(id, out var staged))
        {
            staged.Folder.Dispose();
        }
    }

    private void DiscardOld()
    {
        foreach (var old in _staged.Values.Where(staged => staged.StagedAt + s_lifetime < time.GetUtcNow()))
        {
            Discard(old.Id);
        }
    }
}

/// <summary>Files of one import, by their names as sent.</summary>
public sealed record StagedImport(Guid Id, Guid UserId, TemporaryUploads Folder, IReadOnlyDictionary<string, string> Files, DateTimeOffset StagedAt)
{
    public OpenedSource Open() => OpenedSource.Of(Files);
}
