using System.IO.Compression;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Export;

/// <summary>Where an export goes: a folder or an archive. One file is written at a time; what grows beside it waits in a spool. Not thread-safe.</summary>
public interface IExportSink : IAsyncDisposable
{
    /// <param name="path">Relative, with forward slashes.</param>
    Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken);

    /// <summary>A temporary file that the caller fills bit by bit and disposes.</summary>
    Stream CreateSpool();
}

/// <summary>Common ways to write.</summary>
public static class ExportSinkExtensions
{
    public static Task WriteTextAsync(this IExportSink sink, string path, string text, CancellationToken cancellationToken) =>
        sink.WriteAsync(path, stream => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken).AsTask(), cancellationToken);

    public static Task WriteBytesAsync(this IExportSink sink, string path, byte[] bytes, CancellationToken cancellationToken) =>
        sink.WriteAsync(path, stream => stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);

    /// <summary>Copies the image's or video's own bytes.</summary>
    public static async Task WriteMediaAsync(this IExportSink sink, string path, ExportImage image, CancellationToken cancellationToken)
    {
        await using var media = await image.OpenAsync(cancellationToken).ConfigureAwait(false);
        await sink.WriteAsync(path, stream => media.CopyToAsync(stream, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves what a spool holds into the file that is being written.</summary>
    public static Task CopySpoolAsync(this Stream target, Stream spool, CancellationToken cancellationToken)
    {
        spool.Flush();
        spool.Position = 0;
        return spool.CopyToAsync(target, cancellationToken);
    }
}

/// <summary>Writes below a folder.</summary>
/// <param name="maxBytes">Bound on all files together.</param>
public sealed class FolderExportSink(string root, long maxBytes = long.MaxValue) : IExportSink
{
    private readonly string _root = Path.GetFullPath(root);
    private long _written;

    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(Path.Combine(_root, path));
        if (!file.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"'{path}' leads out of the export's folder.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        await using var counted = new CountingStream(stream, maxBytes - _written);
        await write(counted).ConfigureAwait(false);
        _written += counted.Written;
    }

    public Stream CreateSpool() => SeekableFile.Temporary(Directory.CreateDirectory(_root).FullName);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Writes a zip archive. Pictures are packed already and are stored as they are.</summary>
/// <param name="output">Stays open.</param>
/// <param name="spoolFolder">Where spools stand.</param>
/// <param name="maxBytes">Bound on what goes into the archive.</param>
public sealed class ZipExportSink(Stream output, string spoolFolder, long maxBytes = long.MaxValue) : IExportSink
{
    private static readonly DateTimeOffset s_stamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive = new(output, ZipArchiveMode.Create, leaveOpen: true);
    private long _written;

    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var isText = Path.GetExtension(path) is ".json" or ".xml" or ".txt" or ".yaml" or ".csv" or ".names" or ".data";
        var entry = _archive.CreateEntry(path, isText ? CompressionLevel.Fastest : CompressionLevel.NoCompression);

        // The same content gives the same archive.
        entry.LastWriteTime = s_stamp;
        await using var stream = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var counted = new CountingStream(stream, maxBytes - _written);
        await write(counted).ConfigureAwait(false);
        _written += counted.Written;
    }

    public Stream CreateSpool() => SeekableFile.Temporary(Directory.CreateDirectory(spoolFolder).FullName);

    public async ValueTask DisposeAsync() => await _archive.DisposeAsync().ConfigureAwait(false);
}

/// <summary>Counts bytes on their way and stops an export that outgrows its bound.</summary>
internal sealed class CountingStream(Stream inner, long maxBytes) : Stream
{
    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Written;

    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Count(buffer.Length);
        inner.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Length);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Count(int bytes)
    {
        Written += bytes;
        if (Written > maxBytes)
        {
            throw new DomainRuleException("export.too_large", "The export outgrows the space that exports may take. Export without the images, or ask an administrator for more room.");
        }
    }
}
