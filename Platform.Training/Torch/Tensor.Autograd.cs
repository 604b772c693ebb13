using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The gradient as a handle of its own, or null where backward has not reached this tensor.</summary>
        public Tensor? grad
        {
            get
            {
                var handle = TorchNative.Grad(Handle);
                GC.KeepAlive(this);
                return handle == 0 ? null : new Tensor(handle);
            }
            set
            {
                TorchErrors.Check(TorchNative.SetGrad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            TorchErrors.Check(TorchNative.SetRequiresGrad(Handle, requires_grad ? 1 : 0));
            GC.KeepAlive(this);
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void backward(IList<Tensor>? grad_tensors = null, bool create_graph = false, bool retain_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Takes over the other tensor's memory, shape, type and device, for every handle of this tensor.</summary>
        internal void SetData(Tensor source)
        {
            TorchErrors.Check(TorchNative.SetData(Handle, source.Handle));
            GC.KeepAlive(source);
            GC.KeepAlive(this);
        }
    }

    /// <summary>Gradients of whole graphs.</summary>
    public static unsafe class autograd
    {
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            var outputHandles = Handles(tensors);
            var gradHandles = grad_tensors is null ? null : Handles(grad_tensors);
            var inputHandles = Handles(inputs ?? []);
            fixed (nint* outputs = outputHandles, grads = gradHandles, targets = inputHandles)
            {
                TorchErrors.Check(TorchNative.Backward(
                    outputs, outputHandles.Length, grads, (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0, targets,
                    inputHandles.Length));
            }
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var outputHandles = Handles(outputs);
            var inputHandles = Handles(inputs);
            var gradHandles = grad_outputs is null ? null : Handles(grad_outputs);
            var results = new nint[inputs.Count];
            fixed (nint* from = outputHandles, to = inputHandles, grads = gradHandles, written = results)
            {
                TorchErrors.Check(TorchNative.AutogradGrad(
                    from, outputHandles.Length, to, inputHandles.Length, grads, retain_graph ? 1 : 0, create_graph ? 1 : 0,
                    allow_unused ? 1 : 0, written));
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => new Tensor(handle));
        }

        internal static nint[] Handles(IEnumerable<Tensor> tensors) => tensors.Select(tensor => tensor.Handle).ToArray();
    }

    private sealed class GradMode : IDisposable
    {
        private readonly bool _previous;

        internal GradMode(bool enabled)
        {
            TorchLibrary.Ensure();
            _previous = TorchNative.SetGradEnabled(enabled ? 1 : 0) != 0;
        }

        public void Dispose() => _ = TorchNative.SetGradEnabled(_previous ? 1 : 0);
    }

    private sealed class InferenceModeGuard : IDisposable
    {
        private nint _guard;

        internal InferenceModeGuard(bool enabled)
        {
            TorchLibrary.Ensure();
            _guard = TorchErrors.Check(TorchNative.InferenceEnter(enabled ? 1 : 0));
        }

        public void Dispose() => TorchNative.InferenceLeave(Interlocked.Exchange(ref _guard, 0));
    }

    /// <summary>No gradients on this thread until disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Like <see cref="no_grad"/>, and tensors made inside can never take part in a graph. Thread-bound.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceModeGuard(mode);

    public static bool is_grad_enabled()
    {
        TorchLibrary.Ensure();
        return TorchNative.GradEnabled() != 0;
    }

    public static bool is_inference_mode_enabled()
    {
        TorchLibrary.Ensure();
        return TorchNative.InferenceEnabled() != 0;
    }
}
