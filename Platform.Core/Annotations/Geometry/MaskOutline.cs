namespace Platform.Core.Annotations.Geometry;

/// <summary>
/// The outline of a mask along the edges of its pixels: exact, so filling it gives the mask back. Pixels that touch at a corner only are
/// apart. Every ring keeps the foreground on its right: outer rings run clockwise on screen, holes the other way.
/// </summary>
public static class MaskOutline
{
    private static readonly (int X, int Y)[] s_steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    // The corner at which an edge ends, seen from its pixel: right along the top, down the right side, left along the bottom, up the left side.
    private static readonly (int X, int Y)[] s_ends = [(1, 0), (1, 1), (0, 1), (0, 0)];

    public static PolygonGeometry Trace(MaskGeometry mask)
    {
        var crop = MaskCrop.Of(mask);
        var traced = new bool[crop.Pixels.Length];
        var rings = new List<IReadOnlyList<double>>();
        for (var y = 0; y < crop.Height; y++)
        {
            for (var x = 0; x < crop.Width; x++)
            {
                // Every ring has an edge along the top of some pixel.
                if (IsSet(crop, x, y) && !IsSet(crop, x, y - 1) && !traced[(y * crop.Width) + x])
                {
                    rings.Add(Follow(crop, traced, x, y));
                }
            }
        }

        return new PolygonGeometry(rings);
    }

    private static List<double> Follow(MaskCrop crop, bool[] traced, int startX, int startY)
    {
        var ring = new List<double>();
        var (x, y, direction) = (startX, startY, 0);
        do
        {
            if (direction == 0)
            {
                traced[(y * crop.Width) + x] = true;
            }

            var (aheadX, aheadY) = (x + s_steps[direction].X, y + s_steps[direction].Y);
            var left = (direction + 3) % 4;
            if (!IsSet(crop, aheadX, aheadY))
            {
                Corner(ring, crop, x, y, direction);
                direction = (direction + 1) % 4;
            }
            else if (!IsSet(crop, aheadX + s_steps[left].X, aheadY + s_steps[left].Y))
            {
                (x, y) = (aheadX, aheadY);
            }
            else
            {
                Corner(ring, crop, x, y, direction);
                (x, y, direction) = (aheadX + s_steps[left].X, aheadY + s_steps[left].Y, left);
            }
        }
        while ((x, y, direction) != (startX, startY, 0));

        return ring;
    }

    private static void Corner(List<double> ring, MaskCrop crop, int x, int y, int direction)
    {
        ring.Add(crop.Left + x + s_ends[direction].X);
        ring.Add(crop.Top + y + s_ends[direction].Y);
    }

    private static bool IsSet(MaskCrop crop, int x, int y) => x >= 0 && y >= 0 && x < crop.Width && y < crop.Height && crop.Pixels[(y * crop.Width) + x] != 0;
}
