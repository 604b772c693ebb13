using System.Buffers.Binary;

namespace Platform.Core.Tiles;

/// <summary>
/// All tiles of an image in one file: the JPEGs one after the other, then 12 bytes for each tile in the layout's order (offset, length), then a footer of
/// 24 bytes: where the index begins, tile size, width, height, and a mark. Little-endian.
/// </summary>
public sealed class TilePack
{
    private const int EntryBytes = 12;
    private const int FooterBytes = 24;
    private const uint Mark = 0x314B5054;

    private readonly string _path;
    private readonly long _index;

    private TilePack(string path, long index, PyramidLayout layout) => (_path, _index, Layout) = (path, index, layout);

    public PyramidLayout Layout { get; }

    /// <summary>Writes every tile as the reader finishes it.</summary>
    public static async Task WriteAsync(ITileReader tiles, Stream file, Action<double> progress, CancellationToken cancellationToken)
    {
        var index = new byte[tiles.Layout.TileCount * EntryBytes];
        long position = 0;
        while (await Task.Run(tiles.Next, cancellationToken).ConfigureAwait(false) is { } tile)
        {
            var entry = index.AsMemory(tiles.Layout.IndexOf(tile.Place)!.Value * EntryBytes, EntryBytes);
            BinaryPrimitives.WriteInt64LittleEndian(entry.Span, position);
            BinaryPrimitives.WriteInt32LittleEndian(entry.Span[8..], tile.Jpeg.Length);
            await file.WriteAsync(tile.Jpeg, cancellationToken).ConfigureAwait(false);
            position += tile.Jpeg.Length;
            progress(tiles.Progress);
        }

        await file.WriteAsync(index, cancellationToken).ConfigureAwait(false);
        await file.WriteAsync(Footer(position, tiles.Layout), cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null where there is no such file, or one that is no pack.</returns>
    public static TilePack? Open(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            Span<byte> footer = stackalloc byte[FooterBytes];
            if (length < FooterBytes || RandomAccess.Read(file, footer, length - FooterBytes) < FooterBytes || BinaryPrimitives.ReadUInt32LittleEndian(footer[20..]) != Mark)
            {
                return null;
            }

            var layout = new PyramidLayout(
                BinaryPrimitives.ReadInt32LittleEndian(footer[8..]), BinaryPrimitives.ReadInt32LittleEndian(footer[12..]), BinaryPrimitives.ReadInt32LittleEndian(footer[16..]));
            return new TilePack(path, BinaryPrimitives.ReadInt64LittleEndian(footer), layout);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <returns>The tile's JPEG, or null outside the image.</returns>
    public byte[]? Read(TilePlace place)
    {
        if (Layout.IndexOf(place) is not { } number)
        {
            return null;
        }

        using var file = File.OpenHandle(_path);
        Span<byte> entry = stackalloc byte[EntryBytes];
        RandomAccess.Read(file, entry, _index + ((long)number * EntryBytes));
        var jpeg = new byte[BinaryPrimitives.ReadInt32LittleEndian(entry[8..])];
        RandomAccess.Read(file, jpeg, BinaryPrimitives.ReadInt64LittleEndian(entry));
        return jpeg;
    }

    private static byte[] Footer(long index, PyramidLayout layout)
    {
        var footer = new byte[FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(footer, index);
        BinaryPrimitives.WriteInt32LittleEndian(footer.AsSpan(8), layout.TileSize);
        BinaryPrimitives.WriteInt32LittleEndian(footer.AsSpan(12), layout.Width);
        BinaryPrimitives.WriteInt32LittleEndian(footer.AsSpan(16), layout.Height);
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(20), Mark);
        return footer;
    }
}
