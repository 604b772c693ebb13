using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>Element types by the names of the safetensors format.</summary>
internal static class SafeTensorTypes
{
    private static readonly (string Name, ScalarType Type, int Width)[] s_types =
    [
        ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    internal static string NameOf(ScalarType type) =>
        Array.Find(s_types, item => item.Type == type).Name ?? throw new ArgumentException($"{type} tensors cannot be saved.");

    internal static ScalarType Parse(string name)
    {
        var index = Array.FindIndex(s_types, item => item.Name == name);
        return index >= 0 ? s_types[index].Type : throw new InvalidDataException($"Tensors of type {name} cannot be read.");
    }

    internal static int Width(ScalarType type) => Array.Find(s_types, item => item.Type == type).Width;
}
