using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks;

/// <summary>Something that a parent sees on an image, in the form of its task.</summary>
/// <param name="Object">Class, score and box in pixels of the full-size image; the box is made as those of people's labels of the task are.</param>
public sealed record Guess(Detection Object)
{
    /// <summary>Pixels of the object, where the task learns them.</summary>
    public PixelMask? Mask { get; init; }

    /// <summary>Skeleton of the object, where the task learns them.</summary>
    public ObjectKeypoints? Keypoints { get; init; }

    /// <summary>Whether it is the class of the whole image rather than an object on it.</summary>
    public bool IsWhole { get; init; }

    /// <summary>False for an object without a pixel or a point: there may be something, but nothing that could be learnt.</summary>
    public bool IsComplete { get; init; } = true;
}
