using Platform.Training.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>What the training code wants of tensors and modules beyond the framework's own names.</summary>
public static class TensorExtensions
{
    /// <summary>The tensor's own memory (contiguous, in main memory); valid while the tensor lives.</summary>
    public static Span<T> AsSpan<T>(this Tensor tensor) where T : unmanaged => tensor.Span<T>();

    /// <summary>Puts the weights of convolutions into channels-last order, which the CPU and the newer GPUs run faster.</summary>
    public static TModule ToChannelsLast<TModule>(this TModule module) where TModule : nn.Module
    {
        using var noGrad = no_grad();
        foreach (var parameter in module.parameters())
        {
            if (parameter.ndim == 4)
            {
                using var moved = parameter.detach().contiguous(memory_format.channels_last);
                parameter.SetData(moved);
            }
        }
        return module;
    }

    /// <summary>Suppression among boxes [N, 4] (x1 y1 x2 y2) of the same class; at most limit are kept (0: all).</summary>
    public static Tensor BatchedNms(Tensor boxes, Tensor scores, Tensor classes, double threshold, long limit = 0) =>
        torchvision.ops.Nms(boxes, scores, classes, threshold, limit);

    /// <summary>Mixed precision for the operators of this thread until disposed.</summary>
    public static IDisposable Autocast(DeviceType device, ScalarType type = ScalarType.BFloat16) => new AutocastScope(device, type);

    private sealed class AutocastScope : IDisposable
    {
        private readonly DeviceType _device;

        internal AutocastScope(DeviceType device, ScalarType type)
        {
            TorchLibrary.Ensure();
            _device = device;
            TorchErrors.Check(TorchNative.Autocast((int)device, 1, (int)type));
        }

        public void Dispose() => TorchErrors.Check(TorchNative.Autocast((int)_device, 0, 0));
    }
}
