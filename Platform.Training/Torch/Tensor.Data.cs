using Platform.Training.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor's own memory as bytes (contiguous, in main memory); valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Info;
                RequireReadable(info);
                var length = checked((int)(info.Elements * info.ElementSize));
                return new Span<byte>((void*)TorchNative.TensorData(Handle), length);
            }
            set
            {
                var info = Info;
                RequireReadable(info);
                var length = checked((int)(info.Elements * info.ElementSize));
                if (value.Length != length)
                {
                    throw new ArgumentException($"{value.Length} bytes were given, the tensor has {length}.");
                }
                value.CopyTo(new Span<byte>((void*)TorchNative.TensorData(Handle), length));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Access to the elements where they are; a tensor that is not contiguous is read by its strides.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            var info = Info;
            if (info.DeviceType != (int)DeviceType.CPU)
            {
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            }
            if ((ScalarType)info.DType != TypeOf<T>())
            {
                throw new ArgumentException($"{typeof(T).Name} is not the element type of a {(ScalarType)info.DType} tensor.");
            }
            return new TensorAccessor<T>(this);
        }

        /// <summary>The elements as a span over the tensor's own memory (contiguous, in main memory).</summary>
        internal unsafe Span<T> Span<T>() where T : unmanaged
        {
            var info = Info;
            RequireReadable(info);
            if ((ScalarType)info.DType != TypeOf<T>())
            {
                throw new ArgumentException($"{typeof(T).Name} is not the element type of a {(ScalarType)info.DType} tensor.");
            }
            return new Span<T>((void*)TorchNative.TensorData(Handle), checked((int)info.Elements));
        }

        public unsafe Scalar ToScalar()
        {
            NativeArg value;
            TorchErrors.Check(TorchNative.TensorItem(Handle, &value));
            GC.KeepAlive(this);
            return Scalar.FromNative(value);
        }

        /// <summary>The only element of the tensor, whose type must be the tensor's own.</summary>
        public T item<T>() where T : unmanaged
        {
            var info = Info;
            if (info.Elements != 1)
            {
                throw new ArgumentException($"Number of elements in the tensor must be 1, not {info.Elements}.");
            }
            if ((ScalarType)info.DType != TypeOf<T>())
            {
                throw new ArgumentException($"{typeof(T).Name} is not the element type of a {(ScalarType)info.DType} tensor.");
            }
            var scalar = ToScalar();
            if (typeof(T) == typeof(float))
            {
                return (T)(object)scalar.ToSingle();
            }
            return typeof(T) == typeof(bool)
                ? (T)(object)scalar.ToBoolean()
                : (T)Convert.ChangeType(typeof(T) == typeof(double) ? (object)scalar.ToDouble() : scalar.ToInt64(), typeof(T), System.Globalization.CultureInfo.InvariantCulture);
        }

        public float ToSingle() => ToScalar().ToSingle();

        public double ToDouble() => ToScalar().ToDouble();

        public int ToInt32() => ToScalar().ToInt32();

        public long ToInt64() => ToScalar().ToInt64();

        public bool ToBoolean() => ToScalar().ToBoolean();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        private static void RequireReadable(in NativeInfo info)
        {
            if (info.DeviceType != (int)DeviceType.CPU)
            {
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            }
            if (!info.IsContiguous)
            {
                throw new InvalidOperationException("The tensor is not contiguous: call contiguous() before reading its memory.");
            }
        }
    }
}
