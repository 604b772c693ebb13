namespace Platform.Core.Storage;

/// <summary>Gives every blob a path on this machine: the store's own file, or a copy downloaded once and kept by content hash.</summary>
public sealed class BlobCache(IBlobStore store, string folder)
{
    /// <param name="sha256">The blob's hash, which a download must match.</param>
    public async Task<string> GetPathAsync(string uri, string sha256, CancellationToken cancellationToken)
    {
        if (store.LocalPath(uri) is { } local)
        {
            return local;
        }

        var path = Path.Combine(folder, BlobKey.ForContent(sha256));
        if (File.Exists(path))
        {
            return path;
        }

        DurableFile.CreateFolder(Path.GetDirectoryName(path)!);
        var content = await store.OpenReadAsync(uri, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var spool = await ContentSpool.WriteAsync(Path.GetDirectoryName(path)!, content, durable: true, cancellationToken).ConfigureAwait(false);
            await using (spool.ConfigureAwait(false))
            {
                if (spool.Sha256 != sha256)
                {
                    throw new StorageException(
                        "storage.damaged", $"The stored file {uri} no longer has the content it was stored with. Restore it from a backup.", uri);
                }

                DurableFile.Publish(spool.Path, path);
            }
        }

        return path;
    }

    /// <summary>A file derived from a blob, such as a thumbnail: made once, then served from disk.</summary>
    /// <param name="name">Tells derivations of one blob apart, and different versions of the same derivation.</param>
    public async Task<string> GetDerivedAsync(string sha256, string name, Func<Task<byte[]>> make, CancellationToken cancellationToken)
    {
        var path = DerivedPath(sha256, name);
        if (!File.Exists(path))
        {
            var bytes = await make().ConfigureAwait(false);
            await DurableFile.WriteAsync(path, stream => stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        }

        return path;
    }

    /// <summary>Where a derived file is or will be.</summary>
    public string DerivedPath(string sha256, string name)
    {
        BlobKey.CheckRelative(name);
        return Path.Combine(folder, BlobKey.ForContent(sha256) + "." + name);
    }

    /// <summary>Writes a large derived file, which appears whole or not at all. Two writers of the same one must take turns.</summary>
    public async Task WriteDerivedAsync(string sha256, string name, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var path = DerivedPath(sha256, name);
        await DurableFile.WriteAsync(path, path + DurableFile.TemporarySuffix, write, cancellationToken).ConfigureAwait(false);
    }
}
