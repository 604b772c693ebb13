using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers; without a device of its own in main memory.</summary>
    public sealed class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            TorchLibrary.Ensure();
            _handle = TorchErrors.Check(TorchNative.GeneratorNew((device ?? CPU).Packed, 0));
            TorchErrors.Check(TorchNative.GeneratorSeed(_handle, (long)seed));
        }

        private Generator(nint handle) => _handle = handle;

        ~Generator() => Free();

        internal nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("The generator was disposed already.");

        public static Generator Default => DefaultOf(CPU);

        internal static Generator DefaultOf(Device device)
        {
            TorchLibrary.Ensure();
            return new Generator(TorchErrors.Check(TorchNative.GeneratorNew(device.Packed, 1)));
        }

        public Generator manual_seed(long seed)
        {
            TorchErrors.Check(TorchNative.GeneratorSeed(Handle, seed));
            GC.KeepAlive(this);
            return this;
        }

        public long initial_seed()
        {
            var seed = TorchNative.GeneratorInitialSeed(Handle);
            GC.KeepAlive(this);
            return seed;
        }

        public Tensor get_state()
        {
            var state = new Tensor(TorchErrors.Check(TorchNative.GeneratorGetState(Handle)));
            GC.KeepAlive(this);
            return state;
        }

        public void set_state(Tensor value)
        {
            TorchErrors.Check(TorchNative.GeneratorSetState(Handle, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                TorchNative.GeneratorFree(handle);
            }
        }
    }

    /// <summary>Seeds the default generators of every device.</summary>
    public static Generator manual_seed(long seed)
    {
        TorchLibrary.Ensure();
        TorchErrors.Check(TorchNative.ManualSeed(seed));
        return Generator.Default;
    }

    public static Tensor get_rng_state()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }

    public static void set_num_threads(int num)
    {
        TorchLibrary.Ensure();
        TorchErrors.Check(TorchNative.SetNumThreads(num));
    }

    public static int get_num_threads()
    {
        TorchLibrary.Ensure();
        return TorchNative.GetNumThreads();
    }

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>CUDA devices, where libtorch was built with them.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count()
        {
            TorchLibrary.Ensure();
            return Math.Max(0, TorchNative.CudaDeviceCount());
        }

        public static void manual_seed_all(long seed) => torch.manual_seed(seed);

        /// <summary>Waits until the device has done everything that was asked of it.</summary>
        public static void synchronize(long device_index = -1)
        {
            TorchLibrary.Ensure();
            TorchErrors.Check(TorchNative.CudaSynchronize(device_index));
        }
    }

    /// <summary>Switches of the libraries below libtorch.</summary>
    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Read(2);
                    set => Write(2, value);
                }
            }
        }

        public static class cudnn
        {
            public static bool benchmark
            {
                get => Read(0);
                set => Write(0, value);
            }

            public static bool allow_tf32
            {
                get => Read(1);
                set => Write(1, value);
            }

            public static bool enabled
            {
                get => Read(3);
                set => Write(3, value);
            }
        }

        private static bool Read(int setting)
        {
            TorchLibrary.Ensure();
            var value = TorchNative.Setting(setting, -1);
            TorchErrors.Check(value);
            return value != 0;
        }

        private static void Write(int setting, bool value)
        {
            TorchLibrary.Ensure();
            TorchErrors.Check(TorchNative.Setting(setting, value ? 1 : 0));
        }
    }
}
