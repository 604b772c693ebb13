namespace Platform.Core.Tiles;

/// <summary>Cuts image files into tiles, upright and of every level, while reading them once; memory holds a few rows of tiles and never the image.</summary>
public interface ITileCutter
{
    /// <summary>Refuses what is no usable image with <see cref="Imaging.InvalidImageException"/>.</summary>
    ITileReader Open(string path, int tileSize);
}

/// <summary>An image on its way through the cutter; used by one thread at a time.</summary>
public interface ITileReader : IDisposable
{
    PyramidLayout Layout { get; }

    /// <summary>How much of the image was read, 0 to 1.</summary>
    double Progress { get; }

    /// <summary>Reads on to the next finished tile, in no particular order; null when all were handed out. The bytes are valid until the next call.</summary>
    CutTile? Next();
}

/// <summary>A tile as JPEG.</summary>
public sealed record CutTile(TilePlace Place, byte[] Jpeg);
