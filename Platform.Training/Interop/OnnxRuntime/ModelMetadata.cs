using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Producer, graph name and the free key-value pairs of a model file.</summary>
public sealed unsafe class ModelMetadata
{
    internal ModelMetadata(nint session)
    {
        var metadata = OrtApi.Get(OrtApi.Function.SessionGetModelMetadata, session);
        try
        {
            ProducerName = ReadText(OrtApi.Function.ModelMetadataGetProducerName, metadata);
            GraphName = ReadText(OrtApi.Function.ModelMetadataGetGraphName, metadata);
            CustomMetadataMap = ReadMap(metadata);
        }
        finally
        {
            OrtApi.Release(OrtApi.Function.ReleaseModelMetadata, metadata);
        }
    }

    public string ProducerName { get; }

    public string GraphName { get; }

    public Dictionary<string, string> CustomMetadataMap { get; }

    private static string ReadText(OrtApi.Function function, nint metadata)
    {
        nint text;
        OrtApi.Check(((delegate* unmanaged[Cdecl]<nint, nint, nint*, nint>)OrtApi.At(function))(metadata, OrtApi.DefaultAllocator(), &text));
        return OrtApi.TakeString(text) ?? string.Empty;
    }

    private static Dictionary<string, string> ReadMap(nint metadata)
    {
        nint* keys;
        long count;
        var getKeys = (delegate* unmanaged[Cdecl]<nint, nint, nint**, long*, nint>)OrtApi.At(OrtApi.Function.ModelMetadataGetCustomMetadataMapKeys);
        OrtApi.Check(getKeys(metadata, OrtApi.DefaultAllocator(), &keys, &count));
        var lookup = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint*, nint>)OrtApi.At(OrtApi.Function.ModelMetadataLookupCustomMetadataMap);
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            nint value;
            OrtApi.Check(lookup(metadata, OrtApi.DefaultAllocator(), keys[i], &value));
            map[Marshal.PtrToStringUTF8(keys[i])!] = OrtApi.TakeString(value) ?? string.Empty;
            OrtApi.Free(keys[i]);
        }

        if (keys is not null)
        {
            OrtApi.Free((nint)keys);
        }

        return map;
    }
}
