using System.Text.Json;

namespace Platform.Core.Interchange.Coco;

/// <summary>
/// Walks the arrays at the root of a JSON object one element at a time, so that a file of any size needs memory for one element only.
/// Other values are skipped. Sample: {"info":{…},"images":[{…},{…}],"annotations":[{…}]} gives ("images", {…}) twice, then ("annotations", {…}).
/// </summary>
internal sealed class JsonRootArrays(Stream stream)
{
    private const int InitialBytes = 1 << 16;
    private const int MaxElementBytes = 256 << 20;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[InitialBytes];
    private int _start;
    private int _end;
    private bool _final;
    private bool _begun;
    private string? _array;
    private JsonReaderState _state;

    private enum Step
    {
        Element,
        Moved,
        NeedsMore,
        Finished,
    }

    /// <summary>The next element, or false at the end; throws <see cref="JsonException"/> where the text is not JSON.</summary>
    public bool TryRead(out string array, out JsonElement element)
    {
        SkipByteOrderMark();
        while (true)
        {
            switch (Advance(out var found))
            {
                case Step.Element:
                    (array, element) = (_array!, found!.Value);
                    return true;
                case Step.Finished:
                    (array, element) = ("", default);
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
    private Step Advance(out JsonElement? element)
    {
        element = null;
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
            else if (JsonElement.TryParseValue(ref reader, out element))
            {
                step = Step.Element;
            }
            else
            {
                return Step.NeedsMore;
            }
        }
        else if (reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            if (!reader.Read())
            {
                return Step.NeedsMore;
            }

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                _array = name;
            }
            else if (!reader.TrySkip())
            {
                return Step.NeedsMore;
            }
        }
        else if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
        {
            throw new JsonException("The root of the file is not an object.");
        }

        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return step;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
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
