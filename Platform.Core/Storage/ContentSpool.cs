using System.Buffers;
using System.Security.Cryptography;

namespace Platform.Core.Storage;

/// <summary>Bytes on their way into a store: written to a temporary file and hashed in one pass; disposing removes the file.</summary>
internal sealed class ContentSpool : IAsyncDisposable
{
    private const int CopyBytes = 1 << 17;

    private ContentSpool(string path, string sha256, long size)
    {
        Path = path;
        Sha256 = sha256;
        Size = size;
    }

    public string Path { get; }

    public string Sha256 { get; }

    public long Size { get; }

    /// <param name="durable">Whether to flush the file to disk, needed where it is renamed into place.</param>
    public static async Task<ContentSpool> WriteAsync(string folder, Stream content, bool durable, CancellationToken cancellationToken)
    {
        var path = DurableFile.NewTemporaryPath(folder);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long size = 0;
            var file = DurableFile.Create(path);
            await using (file.ConfigureAwait(false))
            {
                int read;
                while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    size += read;
                }

                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
                if (durable)
                {
                    file.Flush(flushToDisk: true);
                }
            }

            return new ContentSpool(path, Convert.ToHexStringLower(hash.GetHashAndReset()), size);
        }
        catch (Exception exception)
        {
            File.Delete(path);
            if (exception is IOException io && StorageException.IsDiskFull(io))
            {
                throw StorageException.DiskFull(folder);
            }

            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
