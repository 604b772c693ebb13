using System.Globalization;
using Platform.Core.Storage;

namespace Platform.Core.Video;

/// <summary>Names one encoded frame of one video's bytes.</summary>
internal readonly record struct FrameKey(string Sha256, FrameFormat Format, int Frame);

/// <summary>
/// Encoded frames on disk, bounded in bytes: blocks of neighbouring frames that nobody has looked at for longest go first. Losing it loses nothing.
/// Safe for any number of threads.
/// </summary>
internal sealed class FrameCache(string folder, long maxBytes)
{
    // Book is kept of blocks, not of frames: a full cache has some thousand entries in memory.
    private const int FramesInBlock = 64;

    private readonly DiskBook _book = new(folder, maxBytes, file => Path.GetRelativePath(folder, file.DirectoryName!).Replace(Path.DirectorySeparatorChar, '/'));

    public long Bytes => _book.Bytes;

    /// <returns>The frame opened for reading, which stays readable when it is evicted meanwhile; null where it is not kept.</returns>
    public FileStream? TryOpen(FrameKey key)
    {
        try
        {
            var file = new FileStream(PathOf(key), new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, Share = FileShare.Read | FileShare.Delete });
            _book.Touch(BlockOf(key));
            return file;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool Contains(FrameKey key) => File.Exists(PathOf(key));

    /// <summary>Keeps a frame. A full disk is no failure: the frame is then simply not kept.</summary>
    public void Put(FrameKey key, byte[] image)
    {
        var path = PathOf(key);
        _book.Open();
        try
        {
            if (File.Exists(path))
            {
                return;
            }

            Write(path, image);
        }
        catch (IOException)
        {
            return;
        }

        foreach (var block in _book.Add(BlockOf(key), image.Length))
        {
            Delete(block);
        }
    }

    private static string BlockOf(FrameKey key) => string.Create(
        CultureInfo.InvariantCulture, $"{key.Sha256[..2]}/{key.Sha256}/{key.Format.Extension()}-{key.Frame / FramesInBlock}");

    private string PathOf(FrameKey key) => Path.Combine(folder, BlockOf(key), string.Create(CultureInfo.InvariantCulture, $"{key.Frame}.{key.Format.Extension()}"));

    private static void Write(string path, byte[] image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = DurableFile.NewTemporaryPath(Path.GetDirectoryName(path)!);
        try
        {
            File.WriteAllBytes(temporary, image);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void Delete(string block)
    {
        try
        {
            Directory.Delete(Path.Combine(folder, block), recursive: true);
        }
        catch (IOException)
        {
            // Somebody writes into it at this moment; it is counted again at the next start.
        }
    }
}
