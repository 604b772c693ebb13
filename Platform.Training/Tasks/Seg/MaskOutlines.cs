using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Core.SmartTools;
using Platform.Training.Data;
using Platform.Training.Imaging;

namespace Platform.Training.Tasks.Seg;

/// <summary>Masks as polygons, by the outlines that smart tools draw.</summary>
public static class MaskOutlines
{
    /// <summary>How far an outline may stray from the pixels' edges: less than a person would correct.</summary>
    private const double EpsilonPx = 1;

    /// <summary>Parts and holes below this are noise of the network.</summary>
    private const double MinAreaPx = 4;

    private const int MaxPoints = 2000;

    private static readonly OpenCvSmartTools s_tools = new();

    /// <summary>All parts and holes in one polygon, told apart by even-odd; null where nothing is left.</summary>
    public static PolygonGeometry? Of(PixelMask mask)
    {
        if (mask.Area == 0)
        {
            return null;
        }

        // The mask in white on black, of which the white is selected.
        var bounds = mask.Bounds;
        var (left, top, width, height) = ((int)bounds.Left, (int)bounds.Top, (int)bounds.Width, (int)bounds.Height);
        var picture = RgbImage.Create(width, height);
        var (seedX, seedY) = (0, 0);
        for (var i = 0; i < width * height; i++)
        {
            if (mask.Contains(left + (i % width), top + (i / width)))
            {
                picture.Pixels.AsSpan(3 * i, 3).Fill(byte.MaxValue);
                (seedX, seedY) = (left + (i % width), top + (i / width));
            }
        }

        var view = new PictureView(picture, left, top, 1, mask.Width, mask.Height);
        using var selection = s_tools.SelectSimilar(view, seedX + 0.5, seedY + 0.5, 0, isContiguous: false);
        var rings = selection.Outlines(EpsilonPx, MinAreaPx, MaxPoints).SelectMany(part => part.Rings).Where(ring => ring.Count >= 6).ToList();
        return rings.Count == 0 ? null : new PolygonGeometry(rings);
    }
}
