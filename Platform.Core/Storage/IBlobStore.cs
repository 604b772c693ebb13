namespace Platform.Core.Storage;

/// <summary>
/// Keeps bytes by their SHA-256, so equal bytes are stored once however often rows refer to them, and run artifacts under chosen names.
/// A put returns only when the bytes would survive a power cut; an interrupted put leaves nothing visible. Safe for any number of threads.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores the stream from its position to its end; storing the same bytes again changes nothing and returns the same reference.</summary>
    Task<BlobRef> PutAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>Stores the stream under a relative name such as <c>runs/42/best.ckpt</c>, replacing what stood there.</summary>
    Task<BlobRef> PutNamedAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Where <see cref="PutNamedAsync"/> puts, or will put, what has the name.</summary>
    string UriOf(string name);

    /// <summary>The whole blob as a forward-only stream; throws <see cref="BlobNotFoundException"/>.</summary>
    Task<Stream> OpenReadAsync(string uri, CancellationToken cancellationToken);

    Task<bool> ExistsAsync(string uri, CancellationToken cancellationToken);

    /// <returns>Whether there was something to delete.</returns>
    Task<bool> DeleteAsync(string uri, CancellationToken cancellationToken);

    /// <summary>Named objects whose name starts with the prefix, in ordinal order of their names.</summary>
    IAsyncEnumerable<NamedBlob> ListNamedAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The blob's file where the store keeps files on this machine, else null.</summary>
    string? LocalPath(string uri);
}

/// <summary>Stored bytes: their lower-case hex hash, their length and where they are.</summary>
public sealed record BlobRef(string Sha256, long Size, string Uri);

/// <summary>An object stored under a name.</summary>
public sealed record NamedBlob(string Name, long Size, string Uri);
