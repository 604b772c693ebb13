using Platform.Core.Shared;

namespace Platform.Core.Interchange.Jobs;

/// <summary>The files of an import while they are read.</summary>
public sealed class OpenedSource : IDisposable
{
    private readonly Stream? _archive;

    private OpenedSource(IImportSource source, Stream? archive) => (Source, _archive) = (source, archive);

    public IImportSource Source { get; }

    /// <summary>Files by their names as sent: a lone zip archive is looked into.</summary>
    /// <param name="files">Names as sent to paths on this machine.</param>
    public static OpenedSource Of(IReadOnlyDictionary<string, string> files)
    {
        if (files.Count == 1 && files.Single() is var (name, path) && name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            var archive = File.OpenRead(path);
            try
            {
                return new OpenedSource(new ZipImportSource(archive, ZipLimits.Default), archive);
            }
            catch
            {
                archive.Dispose();
                throw;
            }
        }

        return new OpenedSource(new NamedFilesSource(files), null);
    }

    public static OpenedSource OfFolder(string folder) => new(new FolderImportSource(folder), null);

    public void Dispose()
    {
        (Source as IDisposable)?.Dispose();
        _archive?.Dispose();
    }

    internal static OpenedSource Open(ImportJobSpec spec, string inputFolder) => spec.Folder is { } folder
        ? OfFolder(folder)
        : Of(spec.Files.ToDictionary(pair => pair.Key, pair => Path.Combine(inputFolder, pair.Value), StringComparer.Ordinal));
}

/// <summary>Loose files under the names they were sent with.</summary>
public sealed class NamedFilesSource(IReadOnlyDictionary<string, string> files) : IImportSource
{
    public IReadOnlyList<string> Paths { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    public Stream OpenRead(string path) => File.OpenRead(files[path]);

    public long BytesOf(string path) => new FileInfo(files[path]).Length;
}
