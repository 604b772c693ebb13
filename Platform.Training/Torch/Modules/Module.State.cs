using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Parameters and persistent buffers by name; the tensors are the module's own, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in _parameters)
                {
                    destination.TryAdd(start + name, parameter);
                }
                foreach (var (name, buffer) in _buffers)
                {
                    if (!_transient.Contains(name))
                    {
                        destination.TryAdd(start + name, buffer);
                    }
                }
                foreach (var (name, module) in _modules)
                {
                    module.state_dict(destination, start + name);
                }
                return destination;
            }

            /// <summary>Copies the source into the module's own tensors. With strict, names must match one for one.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var skipped = new HashSet<string>(skip ?? []);
                var own = state_dict();
                var missing = own.Keys.Where(name => !source.ContainsKey(name) && !skipped.Contains(name)).ToList();
                var unexpected = source.Keys.Where(name => !own.ContainsKey(name) && !skipped.Contains(name)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        $"The loaded state_dict is not identical to the target dictionary. Missing: {string.Join(", ", missing)}. "
                        + $"Unexpected: {string.Join(", ", unexpected)}.");
                }
                using var noGrad = no_grad();
                foreach (var (name, tensor) in own)
                {
                    if (!skipped.Contains(name) && source.TryGetValue(name, out var value))
                    {
                        // Without this check a copy would broadcast, and a wrong weight would go unseen.
                        if (!tensor.shape.AsSpan().SequenceEqual(value.shape))
                        {
                            throw new ArgumentException(
                                $"{name}: the loaded tensor has shape [{string.Join(", ", value.shape)}], the module needs [{string.Join(", ", tensor.shape)}].");
                        }
                        tensor.copy_(value);
                    }
                }
                return (missing, unexpected);
            }

            public virtual unsafe void zero_grad(bool set_to_none = true)
            {
                var handles = autograd.Handles(parameters());
                if (handles.Length == 0)
                {
                    return;
                }
                fixed (nint* first = handles)
                {
                    TorchErrors.Check(TorchNative.ZeroGrads(first, handles.Length, set_to_none ? 1 : 0));
                }
                GC.KeepAlive(this);
            }

            /// <summary>Moves parameters and buffers in place: tensors handed out before move with them.</summary>
            internal void Move(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                using var noGrad = no_grad();
                foreach (var tensor in parameters().Cast<Tensor>().Concat(buffers()))
                {
                    var type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                    MoveTensor(tensor, device ?? tensor.device, type, nonBlocking);
                }
            }

            private static void MoveTensor(Tensor tensor, Device device, ScalarType type, bool nonBlocking)
            {
                using var gradient = tensor.grad;
                using var moved = tensor.to(device, type, non_blocking: nonBlocking);
                tensor.SetData(moved);
                if (gradient is not null)
                {
                    using var movedGradient = gradient.to(device, type, non_blocking: nonBlocking);
                    tensor.grad = movedGradient;
                }
            }
        }
    }
}

/// <summary>Moves of a module that keep its own type for the caller.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Move(device, type, non_blocking);
        return module;
    }

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Move(device, null, non_blocking);
        return module;
    }

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(new torch.Device(deviceType, deviceIndex), non_blocking);

    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Move(null, type, non_blocking);
        return module;
    }

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(new torch.Device(device), non_blocking);

    public static T cpu<T>(this T module) where T : torch.nn.Module => module.to(torch.CPU);

    public static T cuda<T>(this T module, int deviceIndex = -1) where T : torch.nn.Module => module.to(DeviceType.CUDA, deviceIndex);

    public static T half<T>(this T module) where T : torch.nn.Module => module.to(torch.ScalarType.Float16);

    public static T @float<T>(this T module) where T : torch.nn.Module => module.to(torch.ScalarType.Float32);
}
