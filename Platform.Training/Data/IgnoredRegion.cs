namespace Platform.Training.Data;

/// <summary>A part of an image where nobody can say whether objects of some classes are there: these are not trained at its points.</summary>
/// <param name="Box">In pixels of the upright full-size image for a sample, of the network input for a batch.</param>
/// <param name="Classes">Class indexes.</param>
public sealed record IgnoredRegion(PixelBox Box, IReadOnlyList<int> Classes)
{
    /// <summary>The whole of an image, whatever its size.</summary>
    public static IgnoredRegion Everywhere(IReadOnlyList<int> classes) => new(new PixelBox(0, 0, float.MaxValue, float.MaxValue), classes);

    /// <summary>The region in the network input, or null where nothing of it is seen.</summary>
    public IgnoredRegion? Place(AxisTransform toInput, int sourceWidth, int sourceHeight, int inputSize)
    {
        var placed = toInput.Apply(Box.ClippedTo(sourceWidth, sourceHeight)).ClippedTo(inputSize, inputSize);
        return placed.Area > 0 ? this with { Box = placed } : null;
    }
}
