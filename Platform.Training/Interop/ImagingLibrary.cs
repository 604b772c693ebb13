using System.Runtime.InteropServices;
using Platform.Core.Imaging;
using Platform.Core.Shared;

namespace Platform.Training.Interop;

/// <summary>Whether the image shim can be loaded, and how its answers become values and exceptions.</summary>
public static unsafe class ImagingLibrary
{
    private static readonly Lazy<string?> s_loadError = new(FindLoadError);

    /// <summary>False where the native library was not built or OpenCV is not installed.</summary>
    public static bool IsAvailable => s_loadError.Value is null;

    /// <summary>Why the library is unavailable, or null.</summary>
    public static string? LoadError => s_loadError.Value;

    internal static void Check(int status, ImageLimits? limits = null)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8((nint)ImagingNative.LastError()) ?? "Unknown error.";
        throw status switch
        {
            1 => new InvalidImageException(ImageErrorCodes.Empty, message),
            2 => new InvalidImageException(ImageErrorCodes.NotAnImage, message),
            3 => new InvalidImageException(ImageErrorCodes.UnsupportedFormat, message),
            4 => new InvalidImageException(ImageErrorCodes.Truncated, message),
            5 => new InvalidImageException(ImageErrorCodes.Corrupt, message),
            6 => new InvalidImageException(ImageErrorCodes.TooManyPixels, message, limits?.MaxPixels ?? 0, limits?.MaxSide ?? 0),
            7 => new InvalidImageException(ImageErrorCodes.TooManyBytes, message, limits?.MaxBytes ?? 0),
            8 => new ArgumentException(message),
            9 => new OutOfMemoryException(message),
            11 => new DomainRuleException("smart.nothing_found", message),
            _ => new InvalidOperationException($"The image library failed: {message}"),
        };
    }

    /// <summary>Copies a buffer that the shim allocated and frees it.</summary>
    internal static byte[] TakeBytes(nint buffer)
    {
        try
        {
            return new ReadOnlySpan<byte>(ImagingNative.BufferData(buffer), checked((int)ImagingNative.BufferSize(buffer))).ToArray();
        }
        finally
        {
            ImagingNative.BufferFree(buffer);
        }
    }

    /// <summary>Copies the numbers of a buffer that the shim allocated and frees it.</summary>
    internal static T[] TakeNumbers<T>(nint buffer)
        where T : unmanaged
    {
        try
        {
            var count = checked((int)(ImagingNative.BufferSize(buffer) / sizeof(T)));
            return new ReadOnlySpan<T>(ImagingNative.BufferData(buffer), count).ToArray();
        }
        finally
        {
            ImagingNative.BufferFree(buffer);
        }
    }

    private static string? FindLoadError()
    {
        try
        {
            ImagingNative.OpenCvVersion();
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return exception.Message;
        }
    }
}
