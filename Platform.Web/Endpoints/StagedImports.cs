using System.Collections.Concurrent;
using Platform.Core.Interchange;
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
    public OpenedImport Open()
    {
        if (Files.Count == 1 && Files.Single() is var (name, path) && name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            var file = File.OpenRead(path);
            return new OpenedImport(new ZipImportSource(file, ZipLimits.Default), file);
        }

        return new OpenedImport(new SpooledImportSource(Files), null);
    }
}

/// <summary>A source that is open while an import reads it.</summary>
public sealed class OpenedImport(IImportSource files, Stream? archive) : IDisposable
{
    public IImportSource Files { get; } = files;

    public void Dispose()
    {
        (Files as IDisposable)?.Dispose();
        archive?.Dispose();
    }
}

/// <summary>Loose files under the names they were sent with.</summary>
public sealed class SpooledImportSource(IReadOnlyDictionary<string, string> files) : IImportSource
{
    public IReadOnlyList<string> Paths { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    public Stream OpenRead(string path) => File.OpenRead(files[path]);
}
