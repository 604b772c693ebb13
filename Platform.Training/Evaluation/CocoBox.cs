namespace Platform.Training.Evaluation;

/// <summary>An axis-aligned box in pixels of the upright image: top-left corner and size, doubles as in the COCO definition.</summary>
public readonly record struct CocoBox(double X, double Y, double Width, double Height)
{
    /// <summary>Area in square pixels.</summary>
    public double Area => Width * Height;

    /// <summary>Makes a box from its top-left and bottom-right corners.</summary>
    public static CocoBox FromCorners(double x1, double y1, double x2, double y2) => new(x1, y1, x2 - x1, y2 - y1);

    /// <summary>Intersection area with another box, 0 when they do not overlap.</summary>
    public double IntersectionArea(CocoBox other)
    {
        // No "+1": COCO boxes are continuous, an edge has no width.
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        if (width <= 0)
        {
            return 0;
        }

        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        return height <= 0 ? 0 : width * height;
    }

    /// <summary>Intersection over union with another box; 0 when both are empty.</summary>
    public double IntersectionOverUnion(CocoBox other)
    {
        var intersection = IntersectionArea(other);
        return intersection <= 0 ? 0 : intersection / (Area + other.Area - intersection);
    }

    /// <summary>Intersection over this box's own area: COCO's overlap of a detection with a crowd region.</summary>
    public double IntersectionOverCrowd(CocoBox crowd)
    {
        var intersection = IntersectionArea(crowd);
        return intersection <= 0 ? 0 : intersection / Area;
    }
}
