namespace Platform.Core.Imaging;

/// <summary>
/// Bounds that are checked against an image's header before any pixel memory is allocated: of what is accepted, and of what may be decoded as a whole.
/// Beyond the latter an image must give its rows one by one, as sequential JPEG and non-interlaced PNG do.
/// </summary>
public sealed record ImageLimits
{
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest encoded file accepted, in bytes.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Exclusive bound on width times height: an image of exactly this many pixels is refused.</summary>
    public long MaxPixels { get; init; } = 4_300_000_000;

    /// <summary>Largest width or height accepted, in pixels: JPEG knows none above.</summary>
    public int MaxSide { get; init; } = 65_535;

    /// <summary>Largest file that is read into memory.</summary>
    public long MaxDecodedBytes { get; init; } = 128L << 20;

    /// <summary>Exclusive bound on width times height of what is decoded as a whole.</summary>
    public long MaxDecodedPixels { get; init; } = 100_000_000;

    /// <summary>Largest width or height of what is decoded as a whole.</summary>
    public int MaxDecodedSide { get; init; } = 32_767;

    /// <summary>Whether an image is to be read row by row only.</summary>
    public bool IsHuge(ImageProbe probe, long bytes) =>
        bytes > MaxDecodedBytes || probe.PixelCount >= MaxDecodedPixels || Math.Max(probe.Width, probe.Height) > MaxDecodedSide;
}
