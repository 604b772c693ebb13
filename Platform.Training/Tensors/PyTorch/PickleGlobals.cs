using static TorchSharp.torch;

namespace Platform.Training.Tensors.PyTorch;

/// <summary>The whole list of Python names that a file of weights may mention, and what is made of a call of each. None of them leads to Python, or to code.</summary>
internal static class PickleGlobals
{
    private const string OrderedDict = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";
    private const string Size = "torch.Size";
    private const string Place = "torch.device";

    private static readonly Dictionary<string, PickleGlobal> s_known = Known().ToDictionary(global => global.Name, StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">Any other name; the message says which.</exception>
    internal static PickleGlobal Find(string module, string name) => s_known.GetValueOrDefault($"{module}.{name}") ?? throw new InvalidDataException(
        $"The file asks for {Shown(module)}.{Shown(name)}, which is no part of weights; nothing of it was run. Save the network's state_dict() alone, or as safetensors, and import that.");

    /// <summary>Takes the place of the call that the file asks for.</summary>
    internal static object? Call(PickleGlobal function, PickleTuple arguments) => (function.Name, arguments.Items) switch
    {
        (OrderedDict, []) => new PickleDict(),
        (RebuildTensor, [StorageReference storage, long offset, PickleTuple shape, PickleTuple strides, bool, ..]) => TensorViews.Of(storage, offset, Numbers(shape), Numbers(strides)),
        (RebuildParameter, [TensorReference tensor, bool, ..]) => tensor,
        (Size, [PickleTuple shape]) => new PickleTuple([.. Numbers(shape).Cast<object?>()]),
        (Place, [string device, ..]) => device,
        _ => throw new InvalidDataException($"The file calls {function.Name} in a way that PyTorch does not when it saves weights; nothing of it was run."),
    };

    private static IEnumerable<PickleGlobal> Known()
    {
        foreach (var function in new[] { OrderedDict, RebuildTensor, RebuildParameter, Size, Place })
        {
            yield return new PickleGlobal(function);
        }

        (string Storage, string Type, ScalarType Element)[] types =
        [
            ("Float", "float32", ScalarType.Float32), ("Double", "float64", ScalarType.Float64), ("Half", "float16", ScalarType.Float16), ("BFloat16", "bfloat16", ScalarType.BFloat16),
            ("Long", "int64", ScalarType.Int64), ("Int", "int32", ScalarType.Int32), ("Short", "int16", ScalarType.Int16), ("Char", "int8", ScalarType.Int8),
            ("Byte", "uint8", ScalarType.Byte), ("Bool", "bool", ScalarType.Bool),
        ];
        foreach (var (storage, type, element) in types)
        {
            yield return new PickleGlobal($"torch.{storage}Storage", element);
            yield return new PickleGlobal($"torch.{type}");
        }
    }

    private static long[] Numbers(PickleTuple tuple) => [.. tuple.Items.Select(item => item as long? ?? throw new InvalidDataException("A tensor's shape in the file holds something that is no whole number."))];

    private static string Shown(string name) => name.Length <= 100 ? name : name[..100] + "…";
}
