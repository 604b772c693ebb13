using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Names as an array of zero-terminated UTF-8 strings for the length of one call.</summary>
internal sealed class Utf8Names : IDisposable
{
    public Utf8Names(IEnumerable<string> names) => Pointers = [.. names.Select(Marshal.StringToCoTaskMemUTF8)];

    public nint[] Pointers { get; }

    public void Dispose() => Array.ForEach(Pointers, Marshal.FreeCoTaskMem);
}
