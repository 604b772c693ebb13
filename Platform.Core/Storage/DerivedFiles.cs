namespace Platform.Core.Storage;

/// <summary>
/// Files derived from blobs that are made again when they are missed, such as tiles and thumbnails: whole or not there at all, and bounded in bytes.
/// Those not looked at for longest go first. Safe for any number of threads.
/// </summary>
/// <param name="folder">A folder of its own; losing it loses nothing.</param>
public sealed class DerivedFiles(string folder, long maxBytes)
{
    private readonly DiskBook _book = new(folder, maxBytes, file => Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'));

    public long Bytes => _book.Bytes;

    /// <summary>Path of a file that is there, which counts as a look at it; null where it is to be made.</summary>
    /// <param name="name">Tells derivations of one blob apart, and different versions of the same derivation.</param>
    public string? Find(string sha256, string name)
    {
        var key = KeyOf(sha256, name);
        var path = Path.Combine(folder, key);
        if (!File.Exists(path))
        {
            return null;
        }

        _book.Touch(key);
        return path;
    }

    /// <summary>The file's path; made first where it is not there.</summary>
    public async Task<string> GetAsync(string sha256, string name, Func<Task<byte[]>> make, CancellationToken cancellationToken)
    {
        if (Find(sha256, name) is { } path)
        {
            return path;
        }

        var bytes = await make().ConfigureAwait(false);
        return await WriteAsync(sha256, name, stream => stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a file, which appears whole or not at all.</summary>
    public async Task<string> WriteAsync(string sha256, string name, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var key = KeyOf(sha256, name);
        var path = Path.Combine(folder, key);
        _book.Open();
        var bytes = 0L;
        await DurableFile.WriteAsync(
            path,
            async stream =>
            {
                await write(stream).ConfigureAwait(false);
                bytes = stream.Length;
            },
            cancellationToken).ConfigureAwait(false);
        _book.Remove(key);
        foreach (var excess in _book.Add(key, bytes))
        {
            // Whoever has it open reads on.
            File.Delete(Path.Combine(folder, excess));
        }

        return path;
    }

    private static string KeyOf(string sha256, string name)
    {
        BlobKey.CheckRelative(name);
        return $"{BlobKey.ForContent(sha256)}.{name}";
    }
}
