using Platform.Training.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that an optimiser changes. Its maker hands the data over; it belongs to no scope.</summary>
    public sealed class Parameter : Tensor
    {
        public Parameter(Tensor data, bool requires_grad = true)
            : base(Take(data))
        {
            DetachFromDisposeScope();
            requires_grad_(requires_grad);
        }

        private static nint Take(Tensor data)
        {
            using var source = data;
            using var detached = source.detach();
            return TorchErrors.Check(TorchNative.TensorAlias(detached.Handle));
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
