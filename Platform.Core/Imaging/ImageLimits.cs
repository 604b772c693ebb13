namespace Platform.Core.Imaging;

/// <summary>Bounds that are checked against an image's header before any pixel memory is allocated.</summary>
public sealed record ImageLimits
{
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest encoded file accepted, in bytes.</summary>
    public long MaxBytes { get; init; } = 128L << 20;

    /// <summary>Exclusive bound on width times height: an image of exactly this many pixels is refused.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Largest width or height accepted, in pixels.</summary>
    public int MaxSide { get; init; } = 32_767;
}
