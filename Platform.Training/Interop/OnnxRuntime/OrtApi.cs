using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>ONNX Runtime's C interface: one append-only table of function pointers, fetched once.</summary>
/// <remarks>Indexes count the members of OrtApi in onnxruntime_c_api.h; the table only ever grows at its end.</remarks>
internal static unsafe class OrtApi
{
    // The first version that has the CUDA provider options by key and value.
    private const uint ApiVersion = 11;

    private static readonly Lazy<nint> s_table = new(LoadTable);

    public enum Function
    {
        GetErrorCode = 1,
        GetErrorMessage = 2,
        CreateEnv = 3,
        CreateSession = 7,
        CreateSessionFromArray = 8,
        Run = 9,
        CreateSessionOptions = 10,
        SetSessionGraphOptimizationLevel = 23,
        SetIntraOpNumThreads = 24,
        SetInterOpNumThreads = 25,
        SessionGetInputCount = 30,
        SessionGetOutputCount = 31,
        SessionGetInputTypeInfo = 33,
        SessionGetOutputTypeInfo = 34,
        SessionGetInputName = 36,
        SessionGetOutputName = 37,
        CreateRunOptions = 39,
        RunOptionsSetTerminate = 46,
        RunOptionsUnsetTerminate = 47,
        CreateTensorWithDataAsOrtValue = 49,
        GetTensorMutableData = 51,
        CastTypeInfoToTensorInfo = 55,
        GetTensorElementType = 60,
        GetDimensionsCount = 61,
        GetDimensions = 62,
        GetSymbolicDimensions = 63,
        GetTensorTypeAndShape = 65,
        CreateCpuMemoryInfo = 69,
        AllocatorFree = 76,
        GetAllocatorWithDefaultOptions = 78,
        ReleaseEnv = 92,
        ReleaseStatus = 93,
        ReleaseMemoryInfo = 94,
        ReleaseSession = 95,
        ReleaseValue = 96,
        ReleaseRunOptions = 97,
        ReleaseTypeInfo = 98,
        ReleaseTensorTypeAndShapeInfo = 99,
        ReleaseSessionOptions = 100,
        SessionGetModelMetadata = 111,
        ModelMetadataGetProducerName = 112,
        ModelMetadataGetGraphName = 113,
        ModelMetadataLookupCustomMetadataMap = 116,
        ReleaseModelMetadata = 118,
        ModelMetadataGetCustomMetadataMapKeys = 123,
        GetAvailableProviders = 125,
        ReleaseAvailableProviders = 126,
        AddSessionConfigEntry = 130,
        AppendExecutionProviderCuda = 204,
        CreateCudaProviderOptions = 205,
        UpdateCudaProviderOptions = 206,
        ReleaseCudaProviderOptions = 208,
    }

    /// <summary>The function pointer at an index; cast it to its signature.</summary>
    public static void* At(Function function) => ((void**)s_table.Value)[(int)function];

    /// <summary>Calls a release function; these return nothing and accept any live object.</summary>
    public static void Release(Function function, nint value) => ((delegate* unmanaged[Cdecl]<nint, void>)At(function))(value);

    /// <summary>Throws the error that a status carries and frees it; a null status is success.</summary>
    public static void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var code = ((delegate* unmanaged[Cdecl]<nint, int>)At(Function.GetErrorCode))(status);
        var text = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)At(Function.GetErrorMessage))(status));
        Release(Function.ReleaseStatus, status);
        throw new OnnxRuntimeException(code, text ?? "unknown error");
    }

    /// <summary>Calls a function of the form status f(owner, out result).</summary>
    public static nint Get(Function function, nint owner)
    {
        nint result;
        Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)At(function))(owner, &result));
        return result;
    }

    /// <summary>The allocator that strings returned by the library belong to; it is never released.</summary>
    public static nint DefaultAllocator()
    {
        nint allocator;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)At(Function.GetAllocatorWithDefaultOptions))(&allocator));
        return allocator;
    }

    /// <summary>Reads a string that the library allocated and frees it; null stays null.</summary>
    public static string? TakeString(nint text)
    {
        if (text == 0)
        {
            return null;
        }

        var value = Marshal.PtrToStringUTF8(text);
        Free(text);
        return value;
    }

    public static void Free(nint block) =>
        Check(((delegate* unmanaged[Cdecl]<nint, nint, nint>)At(Function.AllocatorFree))(DefaultAllocator(), block));

    /// <summary>Zero-terminated text as file paths are passed: UTF-16 on Windows, UTF-8 elsewhere.</summary>
    public static byte[] PathBytes(string path) =>
        OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + '\0') : Utf8Bytes(path);

    public static byte[] Utf8Bytes(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static nint LoadTable()
    {
        var library = LoadLibrary();
        var getBase = (delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var getApi = (delegate* unmanaged[Cdecl]<uint, nint>)getBase()[0];
        var table = getApi(ApiVersion);
        return table != 0
            ? table
            : throw new OnnxRuntimeException(0, $"this ONNX Runtime library is too old: it has no interface of version {ApiVersion} (release 1.11)");
    }

    private static nint LoadLibrary()
    {
        string[] names = OperatingSystem.IsWindows() ? ["onnxruntime.dll"] : ["libonnxruntime.so.1", "libonnxruntime.so", "libonnxruntime.dylib"];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, name), out var library)
                || NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out library))
            {
                return library;
            }
        }

        throw new DllNotFoundException($"The ONNX Runtime library ({names[0]}) is not there. Run Platform.Training/Native/build.sh, then build again.");
    }
}
