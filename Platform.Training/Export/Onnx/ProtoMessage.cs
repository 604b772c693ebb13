using Google.Protobuf;

namespace Platform.Training.Export.Onnx;

/// <summary>Writes one protobuf message field by field; nested messages are buffered, since their length precedes them.</summary>
internal sealed class ProtoMessage
{
    private readonly MemoryStream _buffer = new();
    private readonly CodedOutputStream _output;

    private ProtoMessage() => _output = new CodedOutputStream(_buffer, leaveOpen: true);

    /// <summary>Builds a message.</summary>
    public static ByteString Build(Action<ProtoMessage> write)
    {
        var message = new ProtoMessage();
        write(message);
        message._output.Flush();
        return UnsafeByteOperations.UnsafeWrap(message._buffer.GetBuffer().AsMemory(0, (int)message._buffer.Length));
    }

    public void Integer(int field, long value)
    {
        _output.WriteTag(field, WireFormat.WireType.Varint);
        _output.WriteInt64(value);
    }

    public void Float(int field, float value)
    {
        _output.WriteTag(field, WireFormat.WireType.Fixed32);
        _output.WriteFloat(value);
    }

    public void Text(int field, string value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteString(value);
    }

    public void Bytes(int field, byte[] value) => Bytes(field, UnsafeByteOperations.UnsafeWrap(value));

    public void Message(int field, Action<ProtoMessage> write) => Bytes(field, Build(write));

    private void Bytes(int field, ByteString value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteBytes(value);
    }
}
