using System.Text.Json;

namespace Platform.Core.Interchange;

/// <summary>
/// Walks the arrays at the root of a JSON object one element at a time, so that a file of any size needs memory for one element only.
/// Other values are skipped. Sample: {"info":{…},"images":[{…},{…}],"annotations":[{…}]} gives ("images", {…}) twice, then ("annotations", {…}).
/// </summary>
/// <param name="objects">Names of objects at the root that are given as one element each.</param>
/// <param name="rootArray">Whether the root is an array, whose elements come under the name "".</param>
internal sealed class JsonRootArrays(Stream stream, IReadOnlySet<string>? objects = null, bool rootArray = false)
{
    private const int InitialBytes = 1 << 18;
    private const int MaxElementBytes = 256 << 20;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[InitialBytes];
    private int _start;
    private int _end;
    private bool _final;
    private bool _begun;
    private string? _array;
    private string? _element;
    private long _passed;
    private JsonReaderState _state;

    private enum Step
    {
        Element,
        Moved,
        NeedsMore,
        Finished,
    }

    /// <summary>Where the element that was read last begins, in bytes from the stream's start.</summary>
    public long ElementOffset { get; private set; }

    /// <summary>The next element, or false at the end; throws <see cref="JsonException"/> where the text is not JSON.</summary>
    public bool TryRead(out string array, out JsonElement element)
    {
        var isRead = TryReadRaw(out array, out var raw);
        element = isRead ? JsonElement.Parse(raw) : default;
        return isRead;
    }

    /// <summary>As <see cref="TryRead"/>, without parsing the element; its text stands until the next read.</summary>
    public bool TryReadRaw(out string array, out ReadOnlySpan<byte> raw)
    {
        SkipByteOrderMark();
        while (true)
        {
            var from = _start;
            switch (Advance(out var first, out var bytes))
            {
                case Step.Element:
                    ElementOffset = _passed + from + first;
                    raw = _buffer.AsSpan(from + first, bytes);
                    array = _element!;
                    return true;
                case Step.Finished:
                    array = "";
                    raw = default;
                    return false;
                case Step.NeedsMore when _final:
                    throw new JsonException("The file ends in the middle.");
                case Step.NeedsMore:
                    Fill();
                    break;
                default:
                    break;
            }
        }
    }

    // Reads ahead on a copy of the state and keeps the progress only when a step is complete.
    private Step Advance(out int first, out int bytes)
    {
        (first, bytes) = (0, 0);
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
        if (!reader.Read())
        {
            return _final ? Step.Finished : Step.NeedsMore;
        }

        var step = Step.Moved;
        if (_array is not null)
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                _array = null;
            }
            else if (!TryTake(ref reader, _array, out first, out bytes))
            {
                return Step.NeedsMore;
            }
            else
            {
                step = Step.Element;
            }
        }
        else if (reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!reader.Read())
            {
                return Step.NeedsMore;
            }

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                _array = name;
            }
            else if (!TryTake(ref reader, name, out first, out bytes))
            {
                return Step.NeedsMore;
            }
            else if (objects?.Contains(name) == true)
            {
                step = Step.Element;
            }
        }
        else if (rootArray && reader is { TokenType: JsonTokenType.StartArray, CurrentDepth: 0 })
        {
            _array = "";
        }
        else if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
        {
            throw new JsonException("The root of the file is not an object.");
        }

        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return step;
    }

    private bool TryTake(ref Utf8JsonReader reader, string name, out int first, out int bytes)
    {
        first = (int)reader.TokenStartIndex;
        var isWhole = reader.TrySkip();
        bytes = (int)reader.BytesConsumed - first;
        _element = name;
        return isWhole;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _passed += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxElementBytes)
            {
                throw new JsonException("One element of the file is too large.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _final = read == 0;
    }

    private void SkipByteOrderMark()
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        while (_end < ByteOrderMark.Length && !_final)
        {
            Fill();
        }

        if (_buffer.AsSpan(0, _end).StartsWith(ByteOrderMark))
        {
            _start = ByteOrderMark.Length;
        }
    }
}
