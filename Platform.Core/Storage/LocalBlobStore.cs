using System.Runtime.CompilerServices;

namespace Platform.Core.Storage;

/// <summary>Keeps blobs as files below one root folder: <c>blobs/ab/cd/HASH</c>, <c>named/NAME</c>, and unfinished writes in <c>tmp</c>.</summary>
public sealed class LocalBlobStore : IBlobStore
{
    internal const string Scheme = "local:";

    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly string _temporary;

    public LocalBlobStore(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        _temporary = Path.Combine(_root, "tmp");
        DurableFile.CreateFolder(_temporary);
        RemoveLeftovers(time);
    }

    public async Task<BlobRef> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        var spool = await ContentSpool.WriteAsync(_temporary, content, durable: true, cancellationToken).ConfigureAwait(false);
        await using (spool.ConfigureAwait(false))
        {
            return Publish(spool, BlobKey.ForContent(spool.Sha256), replace: false);
        }
    }

    public async Task<BlobRef> PutNamedAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var key = BlobKey.ForName(name);
        var spool = await ContentSpool.WriteAsync(_temporary, content, durable: true, cancellationToken).ConfigureAwait(false);
        await using (spool.ConfigureAwait(false))
        {
            return Publish(spool, key, replace: true);
        }
    }

    public string UriOf(string name) => Scheme + BlobKey.ForName(name);

    public Task<Stream> OpenReadAsync(string uri, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(
                PathOf(uri), new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, Share = FileShare.Read | FileShare.Delete }));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobNotFoundException(uri);
        }
    }

    public Task<bool> ExistsAsync(string uri, CancellationToken cancellationToken) => Task.FromResult(File.Exists(PathOf(uri)));

    public Task<bool> DeleteAsync(string uri, CancellationToken cancellationToken)
    {
        var path = PathOf(uri);
        var existed = File.Exists(path);
        if (existed)
        {
            File.Delete(path);
        }

        return Task.FromResult(existed);
    }

    public async IAsyncEnumerable<NamedBlob> ListNamedAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var folder = Path.Combine(_root, BlobKey.NamedFolder);
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new NamedBlob(name, new FileInfo(Path.Combine(folder, name)).Length, Scheme + BlobKey.ForName(name));
        }
    }

    public string? LocalPath(string uri) => PathOf(uri);

    private BlobRef Publish(ContentSpool spool, string key, bool replace)
    {
        var uri = Scheme + key;
        var path = PathOf(uri);
        var existing = new FileInfo(path);
        if (replace || !existing.Exists || existing.Length != spool.Size)
        {
            DurableFile.CreateFolder(Path.GetDirectoryName(path)!);
            DurableFile.Publish(spool.Path, path);
        }

        return new BlobRef(spool.Sha256, spool.Size, uri);
    }

    private string PathOf(string uri)
    {
        var key = BlobKey.Strip(uri, Scheme);
        BlobKey.CheckRelative(key);
        return Path.Combine(_root, key.Replace('/', Path.DirectorySeparatorChar));
    }

    private void RemoveLeftovers(TimeProvider time)
    {
        var oldest = time.GetUtcNow().UtcDateTime - s_leftoverAge;
        foreach (var file in new DirectoryInfo(_temporary).EnumerateFiles().Where(file => DurableFile.IsTemporary(file.Name) && file.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }
}
