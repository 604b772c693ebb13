using Platform.Training.Interop;
using TorchSharp;
using TorchSharp.Modules;
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

    /// <summary>The activations' type decides how the network computes: what follows a bfloat16 input is mixed precision.</summary>
    public static Tensor ToMixedPrecision(this Tensor input) => input.to(ScalarType.BFloat16);

    /// <summary>A square convolution without bias and dilation of an input of the weights' type, or of bfloat16; its output has the input's type, the weights' gradient theirs.</summary>
    public static Tensor Convolve(this Conv2d conv, Tensor input)
    {
        if (input.dtype == conv.weight.dtype)
        {
            return conv.forward(input);
        }

        var output = new Tensor(TorchErrors.Check(TorchNative.MixedConv(input.Handle, conv.weight.Handle, conv.stride[0], conv.padding[0], conv.groups)));
        GC.KeepAlive(input);
        GC.KeepAlive(conv);
        return output;
    }

    /// <summary>SiLU of the normalised input [N, C, H, W] in one operator; on the CPU with channels innermost it moves about half of the memory of the two.</summary>
    public static Tensor ForwardSilu(this BatchNorm2d norm, Tensor input)
    {
        if (norm is not { weight: { } weight, bias: { } bias, running_mean: { } mean, running_var: { } variance })
        {
            using var normalised = norm.forward(input);
            return nn.functional.silu(normalised);
        }

        if (norm.training)
        {
            norm.num_batches_tracked?.add_(1);
        }

        var output = new Tensor(TorchErrors.Check(TorchNative.BatchNormSilu(
            input.Handle, weight.Handle, bias.Handle, mean.Handle, variance.Handle, norm.training ? 1 : 0, norm.momentum, norm.eps)));
        GC.KeepAlive(input);
        GC.KeepAlive(norm);
        return output;
    }

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
