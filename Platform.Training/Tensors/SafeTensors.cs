using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>
/// Named tensors in the safetensors format: the header's length (8 bytes, little endian), a JSON header, the raw data.
/// </summary>
public static class SafeTensors
{
    private const string Metadata = "__metadata__";

    // The format's own bound: a longer header is a damaged or hostile file.
    private const long LongestHeader = 100_000_000;

    /// <summary>Writes beside the target and renames, so that a reader never sees half a file.</summary>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var part = path + ".part";
        using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            Write(stream, tensors, metadata);
            stream.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
    }

    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first keeps every tensor aligned to its element size; names make the order fixed.
        var ordered = tensors.OrderByDescending(pair => pair.Value.element_size()).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var header = Header(ordered, metadata ?? new Dictionary<string, string>());
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        using var noGrad = no_grad();
        foreach (var (_, tensor) in ordered)
        {
            using var scope = NewDisposeScope();
            stream.Write(tensor.detach().cpu().contiguous().bytes);
        }
    }

    /// <summary>Every tensor of the file, in main memory; the caller disposes them.</summary>
    public static Dictionary<string, Tensor> Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream);
    }

    public static Dictionary<string, Tensor> Read(Stream stream) => Read(stream, out _);

    /// <summary>Tensors and the file's own notes in one pass.</summary>
    public static Dictionary<string, Tensor> Read(Stream stream, out Dictionary<string, string> metadata)
    {
        var entries = ReadHeader(stream, out metadata);
        var result = new Dictionary<string, Tensor>();
        try
        {
            long position = 0;
            var left = stream.CanSeek ? stream.Length - stream.Position : long.MaxValue;
            foreach (var entry in entries.OrderBy(entry => entry.Begin))
            {
                if (entry.Begin != position || entry.End - entry.Begin != entry.Bytes || entry.End > left || Array.Exists(entry.Shape, size => size < 0) || result.ContainsKey(entry.Name))
                {
                    throw new InvalidDataException($"{entry.Name}: its place in the file does not fit its shape.");
                }
                var tensor = empty(entry.Shape, entry.Type);
                result.Add(entry.Name, tensor);
                stream.ReadExactly(tensor.bytes);
                position = entry.End;
            }
            return result;
        }
        catch
        {
            foreach (var tensor in result.Values)
            {
                tensor.Dispose();
            }
            throw;
        }
    }

    /// <summary>The file's own notes, without its tensors.</summary>
    public static IReadOnlyDictionary<string, string> LoadMetadata(string path)
    {
        using var stream = File.OpenRead(path);
        ReadHeader(stream, out var metadata);
        return metadata;
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(Metadata);
                foreach (var (key, value) in metadata)
                {
                    json.WriteString(key, value);
                }
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafeTensorTypes.NameOf(tensor.dtype));
                json.WriteStartArray("shape");
                Array.ForEach(tensor.shape, json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += tensor.numel() * tensor.element_size();
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces up to a multiple of 8 keep the data aligned.
        memory.Write(Encoding.ASCII.GetBytes(new string(' ', (int)((8 - (memory.Length % 8)) % 8))));
        return memory.ToArray();
    }

    private static List<Entry> ReadHeader(Stream stream, out Dictionary<string, string> metadata)
    {
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > LongestHeader)
        {
            throw new InvalidDataException($"This is no safetensors file: its header would be {length} bytes long.");
        }
        if (stream.CanSeek && length > stream.Length - stream.Position)
        {
            throw new InvalidDataException("The file ends inside its header. It was cut off; get it again.");
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        metadata = [];
        var entries = new List<Entry>();
        try
        {
            using var document = JsonDocument.Parse(bytes);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == Metadata)
                {
                    metadata = property.Value.EnumerateObject().ToDictionary(note => note.Name, note => note.Value.GetString() ?? "");
                    continue;
                }
                var offsets = property.Value.GetProperty("data_offsets");
                entries.Add(new Entry(
                    property.Name,
                    SafeTensorTypes.Parse(property.Value.GetProperty("dtype").GetString() ?? ""),
                    property.Value.GetProperty("shape").EnumerateArray().Select(item => item.GetInt64()).ToArray(),
                    offsets[0].GetInt64(),
                    offsets[1].GetInt64()));
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("This is no safetensors file: its header cannot be read.", exception);
        }
        return entries;
    }

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Begin, long End)
    {
        internal long Bytes => checked(Shape.Aggregate(1L, (product, size) => size >= 0 ? product * size : -1) * SafeTensorTypes.Width(Type));
    }
}
