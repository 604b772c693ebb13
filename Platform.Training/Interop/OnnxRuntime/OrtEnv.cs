namespace Microsoft.ML.OnnxRuntime;

/// <summary>The process-wide environment of ONNX Runtime; it lives until the process ends.</summary>
public sealed unsafe class OrtEnv
{
    // Errors only: warnings would go to the standard error stream of the host.
    private const int LogErrors = 3;

    private static readonly Lazy<OrtEnv> s_instance = new(() => new OrtEnv());

    private OrtEnv()
    {
        nint env;
        fixed (byte* name = OrtApi.Utf8Bytes("Platform"))
        {
            OrtApi.Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)OrtApi.At(OrtApi.Function.CreateEnv))(LogErrors, name, &env));
        }

        Handle = env;
    }

    internal nint Handle { get; }

    /// <summary>The environment; the first call loads the library and throws <see cref="DllNotFoundException"/> when it is absent.</summary>
    public static OrtEnv Instance() => s_instance.Value;

    /// <summary>Names of the execution providers that the library was built with.</summary>
    public string[] GetAvailableProviders()
    {
        nint* names;
        int count;
        OrtApi.Check(((delegate* unmanaged[Cdecl]<nint**, int*, nint>)OrtApi.At(OrtApi.Function.GetAvailableProviders))(&names, &count));
        var result = new string[count];
        for (var i = 0; i < count; i++)
        {
            result[i] = System.Runtime.InteropServices.Marshal.PtrToStringUTF8(names[i]) ?? string.Empty;
        }

        OrtApi.Check(((delegate* unmanaged[Cdecl]<nint*, int, nint>)OrtApi.At(OrtApi.Function.ReleaseAvailableProviders))(names, count));
        return result;
    }
}
