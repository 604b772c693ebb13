using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>A tree of files to import from: a folder, an archive or an upload.</summary>
public interface IImportSource
{
    /// <summary>Relative paths with forward slashes, in ordinal order.</summary>
    IReadOnlyList<string> Paths { get; }

    Stream OpenRead(string path);

    /// <summary>Length of a file, before it is read.</summary>
    long BytesOf(string path);
}

/// <summary>A folder on the server; links that lead out of it are left out.</summary>
public sealed class FolderImportSource : IImportSource
{
    private static readonly EnumerationOptions s_enumeration = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
    };

    private readonly string _root;

    public FolderImportSource(string root)
    {
        _root = Path.GetFullPath(root);
        if (!Directory.Exists(_root))
        {
            throw new DomainRuleException("import.folder_missing", $"There is no folder {_root} on the server. Check the path.", _root);
        }

        Paths = [.. Directory.EnumerateFiles(_root, "*", s_enumeration)
            .Select(path => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Paths { get; }

    public Stream OpenRead(string path) => File.OpenRead(Path.Combine(_root, path));

    public long BytesOf(string path) => new FileInfo(Path.Combine(_root, path)) is { Exists: true } file ? file.Length : 0;
}

/// <summary>Files held in memory, as a browser uploads a handful of annotation files.</summary>
public sealed class MemoryImportSource(IReadOnlyDictionary<string, byte[]> files) : IImportSource
{
    public IReadOnlyList<string> Paths { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    public Stream OpenRead(string path) => new MemoryStream(files[path], writable: false);

    public long BytesOf(string path) => files[path].Length;
}

/// <summary>A zip archive; entries that are unsafe to read are left out and listed.</summary>
public sealed class ZipImportSource : IImportSource, IDisposable
{
    private readonly SafeZip _zip;

    public ZipImportSource(Stream seekable, ZipLimits limits)
    {
        _zip = SafeZip.Open(seekable, limits);
        Paths = [.. _zip.Names.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Paths { get; }

    public IReadOnlyList<RefusedEntry> Refused => _zip.Refused;

    public Stream OpenRead(string path) => _zip.OpenRead(path);

    public long BytesOf(string path) => _zip.BytesOf(path);

    public void Dispose() => _zip.Dispose();
}
