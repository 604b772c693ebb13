using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Seg;

/// <summary>One found object in pixels of the upright image.</summary>
public sealed record Instance(Detection Object, PixelMask Mask);
