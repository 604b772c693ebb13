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

    /// <summary>A file derived from a blob that is costly to make again, or that a training counts on: made once, then kept. All others are <see cref="DerivedFiles"/>.</summary>
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

    private string DerivedPath(string sha256, string name)
    {
        BlobKey.CheckRelative(name);
        return Path.Combine(folder, BlobKey.ForContent(sha256) + "." + name);
    }
}
