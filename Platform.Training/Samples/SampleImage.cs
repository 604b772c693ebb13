namespace Platform.Training.Samples;

/// <summary>A generated picture with its labels.</summary>
/// <param name="Name">File name, unique in the set.</param>
public sealed record SampleImage(string Name, byte[] JpegBytes, int Width, int Height, IReadOnlyList<SampleBox> Boxes);

/// <summary>Label in pixels of the picture: the smallest rectangle around the shape's pixels, hidden ones included.</summary>
public readonly record struct SampleBox(string ClassKey, float X, float Y, float Width, float Height);

/// <summary>A class of the sample data, with what an ontology needs to show it.</summary>
public sealed record SampleClass(string Key, string DisplayName, string Color);
