using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A handle of a libtorch tensor. Thread-safe to read; in-place operations are not.</summary>
    public partial class Tensor : IDisposable
    {
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            DisposeScope.Current?.Add(this);
        }

        ~Tensor()
        {
            if (_handle != 0)
            {
                TorchNative.TensorFree(_handle);
            }
        }

        /// <summary>The native handle; an exception where the tensor was disposed.</summary>
        public nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("The tensor was disposed already.");

        public bool IsInvalid => _handle == 0;

        internal DisposeScope? Scope { get; set; }

        internal int ScopeIndex { get; set; }

        public void Dispose()
        {
            Scope?.Remove(this);
            var handle = TakeHandle();
            if (handle != 0)
            {
                TorchNative.TensorFree(handle);
            }
        }

        /// <summary>Leaves the tensor without a handle; the caller frees it.</summary>
        internal nint TakeHandle()
        {
            GC.SuppressFinalize(this);
            return Interlocked.Exchange(ref _handle, 0);
        }

        /// <summary>Moves the tensor to the scope around its own, or out of every scope where there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        /// <summary>A second handle of the same tensor.</summary>
        public Tensor alias()
        {
            var result = new Tensor(TorchErrors.Check(TorchNative.TensorAlias(Handle)));
            GC.KeepAlive(this);
            return result;
        }

        internal unsafe NativeInfo Info
        {
            get
            {
                NativeInfo info;
                TorchErrors.Check(TorchNative.TensorInfo(Handle, &info));
                GC.KeepAlive(this);
                return info;
            }
        }

        public ScalarType dtype => (ScalarType)Info.DType;

        public Device device
        {
            get
            {
                var info = Info;
                return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)Info.DeviceType;

        public long Dimensions => Info.Dimensions;

        public long ndim => Info.Dimensions;

        public long NumberOfElements => Info.Elements;

        public long ElementSize => Info.ElementSize;

        public bool requires_grad
        {
            get => Info.RequiresGrad;
            set => requires_grad_(value);
        }

        public bool is_leaf => Info.IsLeaf;

        public bool is_sparse => Info.IsSparse;

        public bool is_cuda => Info.DeviceType == (int)DeviceType.CUDA;

        public long[] shape => Sizes(strides: false);

        public long dim() => Info.Dimensions;

        public long numel() => Info.Elements;

        public long element_size() => Info.ElementSize;

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            var buffer = stackalloc long[16];
            var count = TorchNative.TensorSizes(Handle, buffer, 16, 0);
            TorchErrors.Check(count);
            GC.KeepAlive(this);
            var index = dim < 0 ? dim + count : dim;
            if ((uint)index >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(nameof(dim), $"The tensor has {count} dimensions; there is no dimension {dim}.");
            }
            return buffer[index];
        }

        public long[] stride() => Sizes(strides: true);

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)ndim : dim];

        public bool is_contiguous(memory_format format = memory_format.contiguous_format) =>
            format == memory_format.channels_last ? Info.IsChannelsLast : Info.IsContiguous;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public override string ToString()
        {
            var info = Info;
            var place = info.DeviceType == (int)DeviceType.CPU ? "" : ", device = " + device;
            return $"[{string.Join("x", shape)}], type = {(ScalarType)info.DType}{place}";
        }

        private unsafe long[] Sizes(bool strides)
        {
            // libtorch itself supports at most 64 dimensions.
            var buffer = stackalloc long[64];
            var count = TorchNative.TensorSizes(Handle, buffer, 64, strides ? 1 : 0);
            TorchErrors.Check(count);
            GC.KeepAlive(this);
            return new Span<long>(buffer, count).ToArray();
        }
    }
}
