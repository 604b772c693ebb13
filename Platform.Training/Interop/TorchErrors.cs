using System.Runtime.InteropServices;

namespace Platform.Training.Interop;

/// <summary>Turns the shim's last error of the calling thread into an exception.</summary>
internal static class TorchErrors
{
    internal static ExternalException Last() =>
        new(Marshal.PtrToStringUTF8(TorchNative.LastError()) ?? "unknown native error");

    internal static void Check(int result)
    {
        if (result < 0)
        {
            throw Last();
        }
    }

    internal static nint Check(nint handle) => handle != 0 ? handle : throw Last();
}
