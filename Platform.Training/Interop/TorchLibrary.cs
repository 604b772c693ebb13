using System.Runtime.InteropServices;

namespace Platform.Training.Interop;

/// <summary>Loads the shim at the first use of a tensor and not before: libtorch takes more than a second to load.</summary>
internal static class TorchLibrary
{
    private static readonly Lock s_lock = new();
    private static volatile bool s_loaded;

    internal static bool IsAvailable
    {
        get
        {
            try
            {
                Ensure();
                return true;
            }
            catch (TorchUnavailableException)
            {
                return false;
            }
        }
    }

    internal static void Ensure()
    {
        if (!s_loaded)
        {
            Load();
        }
    }

    private static void Load()
    {
        lock (s_lock)
        {
            if (s_loaded)
            {
                return;
            }
            // Read once when the library loads. By default waiting threads spin, which on a machine with other work makes a training
            // step several times slower; a machine of its own may set ACTIVE.
            if (OperatingSystem.IsLinux())
            {
                _ = TorchNative.SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
            }
            try
            {
                NativeLibrary.Load(TorchNative.Library, typeof(TorchLibrary).Assembly, null);
            }
            catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
            {
                throw new TorchUnavailableException(
                    "The tensor library libplatform_torch.so could not be loaded. Build it with Platform.Training/Native/build.sh "
                    + "(it needs libtorch: apt-get install libtorch-dev libopenblas0, or set LIBTORCH) and build the project again.",
                    exception);
            }
            // Some builds of libtorch come up with one thread only.
            if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            {
                _ = TorchNative.SetNumThreads(Environment.ProcessorCount);
            }
            s_loaded = true;
        }
    }
}

/// <summary>The native tensor library is not there.</summary>
public sealed class TorchUnavailableException(string message, Exception inner) : InvalidOperationException(message, inner);
