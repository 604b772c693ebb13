using System.Text.Json;

namespace Platform.Core.Llm.Gateway;

/// <summary>
/// The members of a JSON object and where their bytes stand, so that one can be set, added or taken out while all other bytes stay as they came: unknown fields,
/// number formats and spacing included.
/// </summary>
public sealed class JsonMembers
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly List<Member> _members = [];
    private readonly int _open;

    private JsonMembers(ReadOnlyMemory<byte> json, int open) => (_json, _open) = (json, open);

    private readonly record struct Member(string Name, int NameStart, int ValueStart, int ValueEnd);

    /// <returns>Null where the bytes are no JSON object.</returns>
    public static JsonMembers? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = 256 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var found = new JsonMembers(json, (int)reader.TokenStartIndex);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (name, nameStart) = (reader.GetString()!, (int)reader.TokenStartIndex);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                found._members.Add(new Member(name, nameStart, start, (int)reader.BytesConsumed));
            }

            return reader.Read() ? null : found;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool Has(string name) => _members.Exists(member => member.Name == name);

    /// <summary>The bytes of a value; of a name that stands twice the last one, as most readers have it. Empty where there is none.</summary>
    public ReadOnlyMemory<byte> ValueOf(string name) => _members.FindLast(member => member.Name == name) is { Name: not null } found ? _json[found.ValueStart..found.ValueEnd] : default;

    /// <returns>Null where there is none, or it is no text.</returns>
    public string? TextOf(string name)
    {
        var value = ValueOf(name);
        return value.Length > 0 && value.Span[0] == (byte)'"' ? JsonSerializer.Deserialize(value.Span, GatewayJson.Default.String) : null;
    }

    public bool IsTrue(string name) => ValueOf(name).Span.SequenceEqual("true"u8);

    /// <summary>Whether it is there and says more than null.</summary>
    public bool IsSet(string name) => ValueOf(name) is { Length: > 0 } value && !value.Span.SequenceEqual("null"u8);

    /// <summary>The object with members set, or taken out where the value is null; what is new comes first.</summary>
    public byte[] With(IReadOnlyDictionary<string, byte[]?> changes)
    {
        using var result = new MemoryStream(_json.Length + 256);
        var json = _json.Span;
        result.Write(json[..(_open + 1)]);
        var isFirst = true;
        foreach (var (name, value) in changes)
        {
            if (value is not null && !Has(name))
            {
                result.Write(isFirst ? "\""u8 : ",\""u8);
                result.Write(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
                result.Write("\":"u8);
                result.Write(value);
                isFirst = false;
            }
        }

        for (var i = 0; i < _members.Count; i++)
        {
            var member = _members[i];
            var isChanged = changes.TryGetValue(member.Name, out var value);
            if (isChanged && value is null)
            {
                continue;
            }

            // The spacing before a member goes with it.
            var from = i == 0 ? _open + 1 : AfterComma(json, _members[i - 1].ValueEnd);
            if (!isFirst)
            {
                result.WriteByte((byte)',');
            }

            isFirst = false;
            result.Write(json[from..member.ValueStart]);
            result.Write(isChanged ? value : json[member.ValueStart..member.ValueEnd]);
        }

        result.Write(json[(_members.Count == 0 ? _open + 1 : _members[^1].ValueEnd)..]);
        return result.ToArray();
    }

    private static int AfterComma(ReadOnlySpan<byte> json, int from) => from + json[from..].IndexOf((byte)',') + 1;
}
