namespace Platform.Training.Export.Onnx;

/// <summary>A size of a tensor: a number, or a name where it is decided when the model runs.</summary>
public readonly record struct OnnxDimension(long Size, string? Name)
{
    public static implicit operator OnnxDimension(long size) => new(size, null);

    public static implicit operator OnnxDimension(string name) => new(0, name);
}
