using Platform.Core.Annotations.Geometry;

namespace Platform.Training.Inference;

/// <summary>One thing that a network says of an image.</summary>
/// <param name="ClassKey">Stable key; empty for text, which has none.</param>
/// <param name="ClassName">For people.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Geometry">In pixels of the upright image; a tag where the whole image is meant.</param>
/// <param name="Text">What was read; null of networks that do not read.</param>
public sealed record Prediction(string ClassKey, string ClassName, double Confidence, ShapeGeometry Geometry, string? Text = null);
