using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Platform.Training.Checkpoints;

/// <summary>Named tensors and metadata read from a safetensors stream; disposing frees the tensors.</summary>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The format's own limit: a longer header is an attack or damage.</summary>
    private const long MaxHeaderBytes = 100_000_000;

    private SafetensorsFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="InvalidDataException">Truncated, damaged or not this format.</exception>
    public static SafetensorsFile Read(Stream stream)
    {
        try
        {
            return ReadChecked(stream);
        }
        catch (Exception exception) when (exception is JsonException or EndOfStreamException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("This is not a whole safetensors file.", exception);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static SafetensorsFile ReadChecked(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        var headerBytes = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (headerBytes is <= 0 or > MaxHeaderBytes)
        {
            throw new InvalidDataException("This is not a safetensors file: its header length makes no sense.");
        }

        var header = new byte[headerBytes];
        stream.ReadExactly(header);
        using var json = JsonDocument.Parse(header);
        var metadata = new Dictionary<string, string>();
        var entries = new List<(string Name, JsonElement Entry, long Start, long End)>();
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                metadata = property.Value.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "");
                continue;
            }

            var offsets = property.Value.GetProperty("data_offsets");
            entries.Add((property.Name, property.Value, offsets[0].GetInt64(), offsets[1].GetInt64()));
        }

        return new SafetensorsFile(ReadTensors(stream, entries), metadata);
    }

    // The format demands that the data follow each other without holes, so one pass over the stream is enough.
    private static Dictionary<string, Tensor> ReadTensors(Stream stream, List<(string Name, JsonElement Entry, long Start, long End)> entries)
    {
        var tensors = new Dictionary<string, Tensor>();
        long position = 0;
        foreach (var (name, entry, start, end) in entries.OrderBy(entry => entry.Start))
        {
            var shape = entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            using var scope = NewDisposeScope();
            var tensor = empty(shape, dtype: SafetensorsType.Parse(entry.GetProperty("dtype").GetString() ?? ""));
            if (start != position || end - start != tensor.numel() * tensor.element_size())
            {
                throw new InvalidDataException($"The data of '{name}' do not have the size that the header states.");
            }

            var bytes = new byte[end - start];
            stream.ReadExactly(bytes);
            tensor.bytes = bytes;
            tensors[name] = tensor.DetachFromDisposeScope();
            position = end;
        }

        return tensors;
    }
}
