using Platform.Core.Imaging;
using Platform.Core.Tiles;

namespace Platform.Core.SmartTools;

/// <summary>Parts of huge images put together from their tiles.</summary>
internal static class TiledPicture
{
    // Five megapixels: some thirty tiles, decoded in about a tenth of a second.
    private const long MaxPixels = 5_000_000;

    /// <summary>The region with what surrounds it up to its tiles' edges, at the finest level at which it stays within bounds.</summary>
    public static PictureView Read(TilePack pack, BoxToSearch region, IImageCodec codec)
    {
        var level = 0;
        var cells = CellsOf(pack.Layout, region, level);
        while (cells.Pixels(pack.Layout.TileSize) > MaxPixels && level < pack.Layout.Levels.Count - 1)
        {
            cells = CellsOf(pack.Layout, region, ++level);
        }

        var (tile, size) = (pack.Layout.TileSize, pack.Layout.Levels[level]);
        int left = cells.Left * tile, top = cells.Top * tile;
        var picture = RgbImage.Create(Math.Min(size.Width, (cells.Right + 1) * tile) - left, Math.Min(size.Height, (cells.Bottom + 1) * tile) - top);
        for (var row = cells.Top; row <= cells.Bottom; row++)
        {
            for (var column = cells.Left; column <= cells.Right; column++)
            {
                Paste(picture, codec.DecodeRgb(pack.Read(new TilePlace(level, column, row))!), (column - cells.Left) * tile, (row - cells.Top) * tile);
            }
        }

        return new PictureView(picture, left << level, top << level, 1 << level, pack.Layout.Width, pack.Layout.Height);
    }

    private static Cells CellsOf(PyramidLayout layout, BoxToSearch region, int level)
    {
        var size = layout.Levels[level];
        double cell = (double)layout.TileSize * (1 << level);
        int Column(double x) => Math.Clamp((int)(x / cell), 0, layout.Columns(size) - 1);
        int Row(double y) => Math.Clamp((int)(y / cell), 0, layout.Rows(size) - 1);
        return new Cells(Column(region.Left), Row(region.Top), Column(region.Right), Row(region.Bottom));
    }

    private static void Paste(RgbImage picture, RgbImage tile, int left, int top)
    {
        for (var y = 0; y < tile.Height; y++)
        {
            tile.Pixels.AsSpan(3 * y * tile.Width, 3 * tile.Width).CopyTo(picture.Pixels.AsSpan(3 * (((top + y) * picture.Width) + left)));
        }
    }

    /// <summary>Tiles by column and row, all inclusive.</summary>
    private readonly record struct Cells(int Left, int Top, int Right, int Bottom)
    {
        public long Pixels(int tileSize) => (long)(Right - Left + 1) * (Bottom - Top + 1) * tileSize * tileSize;
    }
}
