using Platform.Core.Imaging;
using Platform.Core.Tiles;
using Platform.Training.Interop;

namespace Platform.Training.Imaging;

/// <summary>Cuts tiles through the image shim: sequential JPEG and non-interlaced PNG row by row, other images as long as they may be decoded as a whole.</summary>
public sealed unsafe class TileCutter(ImageLimits? limits = null) : ITileCutter
{
    private const int Quality = 88;

    private readonly ImageLimits _limits = limits ?? ImageLimits.Default;

    public ITileReader Open(string path, int tileSize)
    {
        ImagingLibrary.Check(TilesNative.PyramidOpen(path, OpenCvImageCodec.Native(_limits), tileSize, Quality, out var pyramid, out var info), _limits);
        return new Reader(new PyramidHandle(pyramid), new PyramidLayout(tileSize, info.Width, info.Height), info.Rows);
    }

    private sealed class Reader(PyramidHandle pyramid, PyramidLayout layout, int rows) : ITileReader
    {
        public PyramidLayout Layout => layout;

        public double Progress { get; private set; }

        public CutTile? Next()
        {
            ImagingLibrary.Check(TilesNative.PyramidNext(pyramid, out var tile));
            Progress = (double)tile.RowsRead / rows;
            return tile.Level < 0
                ? null
                : new CutTile(new TilePlace(tile.Level, tile.Column, tile.Row), new ReadOnlySpan<byte>(tile.Data, checked((int)tile.Size)).ToArray());
        }

        public void Dispose() => pyramid.Dispose();
    }
}
