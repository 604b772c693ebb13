namespace Microsoft.ML.OnnxRuntime;

/// <summary>How far the graph is rewritten when a session loads.</summary>
public enum GraphOptimizationLevel
{
    ORT_DISABLE_ALL = 0,
    ORT_ENABLE_BASIC = 1,
    ORT_ENABLE_EXTENDED = 2,
    ORT_ENABLE_ALL = 99,
}

/// <summary>Settings of a session: threads, optimisation, execution providers.</summary>
public sealed unsafe class SessionOptions : IDisposable
{
    private readonly OrtHandle _handle;
    private int _intraOpNumThreads;
    private int _interOpNumThreads;
    private GraphOptimizationLevel _graphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;

    public SessionOptions()
    {
        nint options;
        OrtApi.Check(((delegate* unmanaged[Cdecl]<nint*, nint>)OrtApi.At(OrtApi.Function.CreateSessionOptions))(&options));
        _handle = new OrtHandle(options, OrtApi.Function.ReleaseSessionOptions);
    }

    /// <summary>Threads inside one operator; 0 lets the runtime take one a physical core.</summary>
    public int IntraOpNumThreads
    {
        get => _intraOpNumThreads;
        set
        {
            SetInteger(OrtApi.Function.SetIntraOpNumThreads, value);
            _intraOpNumThreads = value;
        }
    }

    /// <summary>Operators that run side by side.</summary>
    public int InterOpNumThreads
    {
        get => _interOpNumThreads;
        set
        {
            SetInteger(OrtApi.Function.SetInterOpNumThreads, value);
            _interOpNumThreads = value;
        }
    }

    public GraphOptimizationLevel GraphOptimizationLevel
    {
        get => _graphOptimizationLevel;
        set
        {
            SetInteger(OrtApi.Function.SetSessionGraphOptimizationLevel, (int)value);
            _graphOptimizationLevel = value;
        }
    }

    internal OrtHandle Handle => _handle;

    /// <summary>Adds a free-form setting of the session.</summary>
    public void AddSessionConfigEntry(string configKey, string configValue)
    {
        fixed (byte* key = OrtApi.Utf8Bytes(configKey), value = OrtApi.Utf8Bytes(configValue))
        {
            var add = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)OrtApi.At(OrtApi.Function.AddSessionConfigEntry);
            OrtApi.Check(add(_handle.DangerousGetHandle(), key, value));
        }
    }

    /// <summary>Puts the CUDA provider first; throws when the library or the machine has none.</summary>
    public void AppendExecutionProvider_CUDA(int deviceId = 0)
    {
        nint cuda;
        OrtApi.Check(((delegate* unmanaged[Cdecl]<nint*, nint>)OrtApi.At(OrtApi.Function.CreateCudaProviderOptions))(&cuda));
        try
        {
            var number = deviceId.ToString(System.Globalization.CultureInfo.InvariantCulture);
            fixed (byte* key = OrtApi.Utf8Bytes("device_id"), value = OrtApi.Utf8Bytes(number))
            {
                var (keys, values) = ((nint)key, (nint)value);
                var update = (delegate* unmanaged[Cdecl]<nint, nint*, nint*, nuint, nint>)OrtApi.At(OrtApi.Function.UpdateCudaProviderOptions);
                OrtApi.Check(update(cuda, &keys, &values, 1));
            }

            var append = (delegate* unmanaged[Cdecl]<nint, nint, nint>)OrtApi.At(OrtApi.Function.AppendExecutionProviderCuda);
            OrtApi.Check(append(_handle.DangerousGetHandle(), cuda));
        }
        finally
        {
            OrtApi.Release(OrtApi.Function.ReleaseCudaProviderOptions, cuda);
        }
    }

    public void Dispose() => _handle.Dispose();

    private void SetInteger(OrtApi.Function function, int value) =>
        OrtApi.Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)OrtApi.At(function))(_handle.DangerousGetHandle(), value));
}
