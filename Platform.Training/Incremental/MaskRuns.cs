using Platform.Core.Annotations.Geometry;
using Platform.Training.Data;

namespace Platform.Training.Incremental;

/// <summary>The stored form of a mask.</summary>
/// <param name="Width">Of the image in pixels.</param>
/// <param name="Height">Of the image in pixels.</param>
/// <param name="Counts">Run lengths as <see cref="RunLengths"/> writes them.</param>
public sealed record MaskRuns(int Width, int Height, string Counts)
{
    public static MaskRuns Of(PixelMask mask) => new(mask.Width, mask.Height, RunLengths.Encode(mask.Counts()));

    public PixelMask ToMask() => PixelMask.FromRuns(RunLengths.Decode(Counts), Width, Height);
}
