using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>What the TorchSharp package is and what it holds.</summary>
public static class TorchRuntime
{
    public static bool IsAvailable => torch.TryInitializeDeviceType(DeviceType.CPU);

    public static long NativeTensorCount => Tensor.TotalCount;

    public static string Version => torch.__version__;

    public static string Describe() =>
        $"TorchSharp {Version}, {(cuda.is_available() ? $"{cuda.device_count()} CUDA device(s)" : "cpu")}, {get_num_threads()} thread(s)";
}

/// <summary>The extensions over the package's own interface; what it lacks does nothing.</summary>
public static class TensorExtensions
{
    public static Span<T> AsSpan<T>(this Tensor tensor) where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);

    public static TModule ToChannelsLast<TModule>(this TModule module) where TModule : nn.Module => module;

    public static Tensor BatchedNms(Tensor boxes, Tensor scores, Tensor classes, double threshold, long limit = 0)
    {
        using var scope = NewDisposeScope();
        // Classes lie so far apart that their boxes cannot meet.
        var apart = boxes.numel() == 0 ? boxes : boxes + (classes.to(boxes.dtype) * (boxes.max() + 1)).unsqueeze(1);
        var kept = torchvision.ops.nms(apart, scores, threshold);
        return scope.MoveToOuter(limit > 0 && kept.size(0) > limit ? kept.narrow(0, 0, limit).clone() : kept);
    }

    public static Tensor ToMixedPrecision(this Tensor input) => input;

    public static Tensor Convolve(this Conv2d conv, Tensor input) => conv.forward(input);

    public static Tensor ForwardSilu(this BatchNorm2d norm, Tensor input)
    {
        using var normalised = norm.forward(input);
        return nn.functional.silu(normalised);
    }

    public static IDisposable Autocast(DeviceType device, ScalarType type = ScalarType.BFloat16) => new FullPrecision();

    private sealed class FullPrecision : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

/// <summary>The optimiser's state as one tensor of bytes in the package's own form.</summary>
public static class OptimizerState
{
    private const string Key = "package_state";

    public static Dictionary<string, Tensor> Save(optim.Optimizer optimizer)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        optimizer.save_state_dict(writer);
        writer.Flush();
        return new Dictionary<string, Tensor> { [Key] = tensor(memory.ToArray()) };
    }

    public static void Load(optim.Optimizer optimizer, IReadOnlyDictionary<string, Tensor> state)
    {
        using var reader = new BinaryReader(new MemoryStream(state[Key].bytes.ToArray()));
        optimizer.load_state_dict(reader);
    }
}
