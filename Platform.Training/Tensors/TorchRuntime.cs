using System.Runtime.InteropServices;
using Platform.Training.Interop;
using TorchSharp;

namespace Platform.Training.Tensors;

/// <summary>What the tensor library is and what it holds.</summary>
public static class TorchRuntime
{
    /// <summary>Whether the library can be loaded (the first question loads it).</summary>
    public static bool IsAvailable => TorchLibrary.IsAvailable;

    /// <summary>Native tensor handles alive now: after a step that frees what it made it is back where it was.</summary>
    public static long NativeTensorCount
    {
        get
        {
            TorchLibrary.Ensure();
            return TorchNative.LiveTensors();
        }
    }

    /// <summary>Version of libtorch, for instance 1.13.0.</summary>
    public static string Version
    {
        get
        {
            TorchLibrary.Ensure();
            return Marshal.PtrToStringUTF8(TorchNative.TorchVersion()) ?? "";
        }
    }

    /// <summary>One line for logs and run records: version, devices, threads.</summary>
    public static string Describe() =>
        $"libtorch {Version}, {(torch.cuda.is_available() ? $"{torch.cuda.device_count()} CUDA device(s)" : "cpu")}, {torch.get_num_threads()} thread(s)";
}
