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

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Block>> _blocks = new(StringComparer.Ordinal);

    // The front was looked at last.
    private readonly LinkedList<Block> _byUse = [];
    private long _bytes;
    private bool _loaded;

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                Load();
                return _bytes;
            }
        }
    }

    /// <returns>The frame opened for reading, which stays readable when it is evicted meanwhile; null where it is not kept.</returns>
    public FileStream? TryOpen(FrameKey key)
    {
        try
        {
            var file = new FileStream(PathOf(key), new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, Share = FileShare.Read | FileShare.Delete });
            lock (_gate)
            {
                Load();
                Touch(BlockOf(key), 0);
            }

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
        lock (_gate)
        {
            Load();
        }

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

        List<Block> evicted;
        lock (_gate)
        {
            Touch(BlockOf(key), image.Length);
            evicted = Evict();
        }

        foreach (var block in evicted)
        {
            Delete(block.Name);
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

    private void Touch(string name, long moreBytes)
    {
        if (!_blocks.TryGetValue(name, out var node))
        {
            _blocks[name] = node = new LinkedListNode<Block>(new Block(name));
        }
        else
        {
            _byUse.Remove(node);
        }

        _byUse.AddFirst(node);
        node.Value.Bytes += moreBytes;
        _bytes += moreBytes;
    }

    // The block in use always stays, however small the bound is.
    private List<Block> Evict()
    {
        var evicted = new List<Block>();
        while (_bytes > maxBytes && _byUse.Count > 1)
        {
            var block = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _blocks.Remove(block.Name);
            _bytes -= block.Bytes;
            evicted.Add(block);
        }

        return evicted;
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

    // What an earlier process left, by the time of its last write. Empty files are those that a power cut left without content.
    private void Load()
    {
        if (_loaded)
        {
            return;
        }

        _loaded = true;
        var files = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories) : [];
        foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc))
        {
            if (file.Length == 0 || DurableFile.IsTemporary(file.Name))
            {
                file.Delete();
                continue;
            }

            Touch(Path.GetRelativePath(folder, file.DirectoryName!).Replace(Path.DirectorySeparatorChar, '/'), file.Length);
        }
    }

    private sealed class Block(string name)
    {
        public string Name { get; } = name;

        public long Bytes { get; set; }
    }
}
