using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Owns one native object and the function that frees it.</summary>
internal sealed class OrtHandle : SafeHandle
{
    private readonly OrtApi.Function _release;

    public OrtHandle(nint value, OrtApi.Function release)
        : base(0, ownsHandle: true)
    {
        _release = release;
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Runs native code on the object, which stays alive until the code returns, even if it is disposed meanwhile.</summary>
    public TResult Use<TResult>(Func<nint, TResult> action)
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            return action(handle);
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    public void Use(Action<nint> action) => Use(value =>
    {
        action(value);
        return true;
    });

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(_release, handle);
        return true;
    }
}
