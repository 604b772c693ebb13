using static TorchSharp.torch;

namespace Platform.Training.Checkpoints;

/// <summary>Element types by their names in the format.</summary>
internal static class SafetensorsType
{
    private static readonly (ScalarType Type, string Name)[] s_types =
    [
        (ScalarType.Float32, "F32"), (ScalarType.Float64, "F64"), (ScalarType.Float16, "F16"), (ScalarType.BFloat16, "BF16"),
        (ScalarType.Int64, "I64"), (ScalarType.Int32, "I32"), (ScalarType.Int16, "I16"), (ScalarType.Int8, "I8"),
        (ScalarType.Byte, "U8"), (ScalarType.Bool, "BOOL"),
    ];

    public static string NameOf(ScalarType type) =>
        s_types.FirstOrDefault(entry => entry.Type == type).Name ?? throw new NotSupportedException($"safetensors has no element type {type}.");

    public static ScalarType Parse(string name)
    {
        foreach (var entry in s_types)
        {
            if (entry.Name == name)
            {
                return entry.Type;
            }
        }

        throw new InvalidDataException($"The file holds tensors of the unsupported element type '{name}'.");
    }
}
