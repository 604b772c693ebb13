using Platform.Core.Storage.Interop;

namespace Platform.Core.Storage;

/// <summary>Writes files so that after a crash either the old or the whole new content is there: temporary name, fsync, rename, fsync of the folder.</summary>
public static class DurableFile
{
    internal const string TemporarySuffix = ".part";
    private const int BufferBytes = 1 << 17;

    /// <summary>Writes the file by the callback; on any failure the old file stays and the temporary one is removed.</summary>
    public static Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(path, NewTemporaryPath(Path.GetDirectoryName(Path.GetFullPath(path))!), write, cancellationToken);

    /// <param name="temporary">In the folder of <paramref name="path"/>; what a killed process left there is overwritten.</param>
    internal static async Task WriteAsync(string path, string temporary, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        CreateFolder(folder);
        File.Delete(temporary);
        try
        {
            var stream = Create(temporary);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Publish(temporary, path);
        }
        catch (IOException exception) when (StorageException.IsDiskFull(exception))
        {
            throw StorageException.DiskFull(folder);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Whether a file is the leftover of a write that never finished.</summary>
    public static bool IsTemporary(string path) => path.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    internal static string NewTemporaryPath(string folder) => Path.Combine(folder, $".{Path.GetRandomFileName()}{TemporarySuffix}");

    internal static FileStream Create(string path) => new(
        path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = BufferBytes, Options = FileOptions.Asynchronous });

    /// <summary>Gives a file, already flushed to disk, its final name.</summary>
    internal static void Publish(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        Folder.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Creates the folder and its missing ancestors durably.</summary>
    internal static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            Folder.Flush(parent);
        }
    }
}
