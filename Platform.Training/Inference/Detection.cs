namespace Platform.Training.Inference;

/// <summary>One found object: corners in pixels, class index of the model, confidence in 0..1.</summary>
public readonly record struct Detection(int ClassIndex, float Score, float X1, float Y1, float X2, float Y2)
{
    /// <summary>Width in pixels.</summary>
    public float Width => X2 - X1;

    /// <summary>Height in pixels.</summary>
    public float Height => Y2 - Y1;

    /// <summary>Intersection over union with another box, whatever its class.</summary>
    public float IntersectionOverUnion(in Detection other)
    {
        var width = Math.Min(X2, other.X2) - Math.Max(X1, other.X1);
        var height = Math.Min(Y2, other.Y2) - Math.Max(Y1, other.Y1);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var intersection = width * height;
        return intersection / ((Width * Height) + (other.Width * other.Height) - intersection);
    }
}
