namespace Microsoft.ML.OnnxRuntime;

/// <summary>Settings of one run; setting <see cref="Terminate"/> from another thread makes the run fail soon.</summary>
public sealed unsafe class RunOptions : IDisposable
{
    private readonly OrtHandle _handle;
    private bool _terminate;

    public RunOptions()
    {
        nint options;
        OrtApi.Check(((delegate* unmanaged[Cdecl]<nint*, nint>)OrtApi.At(OrtApi.Function.CreateRunOptions))(&options));
        _handle = new OrtHandle(options, OrtApi.Function.ReleaseRunOptions);
    }

    public bool Terminate
    {
        get => _terminate;
        set
        {
            var function = value ? OrtApi.Function.RunOptionsSetTerminate : OrtApi.Function.RunOptionsUnsetTerminate;
            _handle.Use(options => OrtApi.Check(((delegate* unmanaged[Cdecl]<nint, nint>)OrtApi.At(function))(options)));
            _terminate = value;
        }
    }

    internal OrtHandle Handle => _handle;

    public void Dispose() => _handle.Dispose();
}
