using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Platform.Tests.Training.Weights;

/// <summary>Writes pickles by hand, operation by operation, as an attacker does.</summary>
internal sealed class PickleText
{
    private readonly MemoryStream _bytes = new();

    public PickleText() => Raw(0x80, 2);

    public static PickleText Protocol(byte number) => new(number);

    private PickleText(byte protocol) => Raw(0x80, protocol);

    public byte[] Stop()
    {
        Raw((byte)'.');
        return _bytes.ToArray();
    }

    public byte[] Cut() => _bytes.ToArray();

    public PickleText Raw(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleText Op(string operations) => Raw(Encoding.ASCII.GetBytes(operations));

    public PickleText Repeat(string operations, int times) => Op(string.Concat(Enumerable.Repeat(operations, times)));

    public PickleText Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Length('X', (uint)utf8.Length).Raw(utf8);
    }

    public PickleText Length(char operation, uint length)
    {
        var prefix = new byte[5];
        prefix[0] = (byte)operation;
        BinaryPrimitives.WriteUInt32LittleEndian(prefix.AsSpan(1), length);
        return Raw(prefix);
    }

    public PickleText Number(int value) => Length('J', (uint)value);

    public PickleText Global(string module, string name) => Op($"c{module}\n{name}\n");

    /// <summary>A tensor of float32 in storage 0 of 6 elements.</summary>
    public PickleText Tensor(int offset, int[] shape, int[] strides, string key = "0", int count = 6)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op("((").Text("storage").Global("torch", "FloatStorage").Text(key).Text("cpu").Number(count).Op("tQ").Number(offset);
        Row(shape);
        Row(strides);
        Raw(0x89);
        return Global("collections", "OrderedDict").Op(")RtR");
    }

    /// <summary>The archive around a pickle, with storage 0 of 24 bytes.</summary>
    public static MemoryStream Archive(byte[] pickle, Action<ZipArchive>? more = null, CompressionLevel level = CompressionLevel.NoCompression)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "archive/data.pkl", pickle, level);
            Add(zip, "archive/data/0", new byte[24], level);
            more?.Invoke(zip);
        }

        file.Position = 0;
        return file;
    }

    public static void Add(ZipArchive zip, string name, byte[] content, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var entry = zip.CreateEntry(name, level).Open();
        entry.Write(content);
    }

    private void Row(int[] numbers)
    {
        Op("(");
        foreach (var number in numbers)
        {
            Number(number);
        }

        Op("t");
    }
}
