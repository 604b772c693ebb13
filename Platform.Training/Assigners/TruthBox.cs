namespace Platform.Training.Assigners;

/// <summary>One labelled object of a training image: corners in pixels of the network input.</summary>
public readonly record struct TruthBox(int ClassIndex, float Left, float Top, float Right, float Bottom)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    public float CentreX => (Left + Right) / 2;

    public float CentreY => (Top + Bottom) / 2;

    /// <summary>Strictly inside: a point on the border has no positive distance to that side.</summary>
    public bool Contains(float x, float y) => x > Left && x < Right && y > Top && y < Bottom;
}
