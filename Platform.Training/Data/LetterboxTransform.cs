using Platform.Training.Imaging;

namespace Platform.Training.Data;

/// <summary>
/// How an image was fitted into the network's input: scaled with its aspect ratio kept, centred, padded with grey.
/// The fitted size is whole pixels, so the two scales differ slightly.
/// </summary>
public readonly record struct LetterboxTransform(int SourceWidth, int SourceHeight, int FittedWidth, int FittedHeight, int PadX, int PadY)
{
    /// <summary>Grey level of the padding, the same in training and inference.</summary>
    public const int PadValue = 114;

    /// <summary>From source pixels to input pixels.</summary>
    public AxisTransform ToInput => new((double)FittedWidth / SourceWidth, PadX, (double)FittedHeight / SourceHeight, PadY);

    public static LetterboxTransform Fit(int sourceWidth, int sourceHeight, int inputWidth, int inputHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceHeight, 1);
        var scale = Math.Min((double)inputWidth / sourceWidth, (double)inputHeight / sourceHeight);
        var width = Math.Min(inputWidth, ImageScaling.Scaled(sourceWidth, scale));
        var height = Math.Min(inputHeight, ImageScaling.Scaled(sourceHeight, scale));
        return new LetterboxTransform(sourceWidth, sourceHeight, width, height, (inputWidth - width) / 2, (inputHeight - height) / 2);
    }

    /// <summary>A predicted box back in source pixels, clipped to the image.</summary>
    public PixelBox ToSource(PixelBox input) => ToInput.Inverse().Apply(input).ClippedTo(SourceWidth, SourceHeight);
}
