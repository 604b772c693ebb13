using System.Buffers;

namespace Platform.Core.Llm.Gateway;

/// <summary>
/// Cuts a stream of server-sent events (WHATWG HTML, section 9.2) into events, as bytes, wherever the network cut it: between the bytes of a character, of a line end
/// or of anything else. Comments, names and unknown fields stay in the bytes. One thread at a time.
/// </summary>
public sealed class SseEvents
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private int _begin;
    private int _scanned;
    private bool _lineHasText;

    /// <summary>Bytes of an event that has begun and not ended.</summary>
    public int PendingBytes => _buffer.WrittenCount - _begin;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_begin == _buffer.WrittenCount)
        {
            _buffer.ResetWrittenCount();
            (_begin, _scanned) = (0, 0);
        }

        _buffer.Write(bytes);
    }

    /// <summary>The next whole event with the empty line that ends it; valid until the next <see cref="Add"/>.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> whole)
    {
        var bytes = _buffer.WrittenSpan;
        while (_scanned < bytes.Length)
        {
            var end = bytes[_scanned..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                _lineHasText = true;
                _scanned = bytes.Length;
                break;
            }

            _lineHasText |= end > 0;
            var at = _scanned + end;

            // A carriage return may be the first half of a line end: what follows it has to be seen first.
            if (bytes[at] == '\r' && at + 1 == bytes.Length)
            {
                _scanned = at;
                break;
            }

            _scanned = at + (bytes[at] == '\r' && bytes[at + 1] == '\n' ? 2 : 1);
            if (_lineHasText)
            {
                _lineHasText = false;
                continue;
            }

            whole = _buffer.WrittenMemory[_begin.._scanned];
            _begin = _scanned;
            return true;
        }

        whole = default;
        return false;
    }

    /// <summary>What an event says: its <c>data</c> lines, joined by line feeds. Empty for comments and the like.</summary>
    public static ReadOnlyMemory<byte> DataOf(ReadOnlyMemory<byte> whole)
    {
        ReadOnlyMemory<byte> single = default;
        MemoryStream? joined = null;
        for (var rest = whole; rest.Length > 0;)
        {
            var end = rest.Span.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!line.Span.StartsWith("data:"u8))
            {
                continue;
            }

            var value = line[5..];
            value = value.Length > 0 && value.Span[0] == ' ' ? value[1..] : value;
            if (single.IsEmpty && joined is null)
            {
                single = value;
                continue;
            }

            if (joined is null)
            {
                joined = new MemoryStream();
                joined.Write(single.Span);
            }

            joined.WriteByte((byte)'\n');
            joined.Write(value.Span);
        }

        return joined?.ToArray() ?? single;
    }
}
