using System.Text.Json;
using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>Reads of JSON that comes from outside: what is missing or of another kind is null, never an exception.</summary>
internal static class JsonNumbers
{
    public static double[] Flat(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>Sample: [[1,2],[3,4]] gives 1, 2, 3, 4.</summary>
    public static double[] Pairs(JsonElement array) =>
        [.. array.EnumerateArray().SelectMany(pair => pair.GetArrayLength() == 2 ? new[] { pair[0].GetDouble(), pair[1].GetDouble() } : throw new MalformedException("malformed.pairs", "its points are not pairs of numbers."))];

    public static JsonElement? Get(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement parent, string name) => parent.Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static int? Whole(this JsonElement parent, string name) => parent.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static double? Number(this JsonElement parent, string name) => parent.Get(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    /// <summary>What reading of foreign JSON throws where it is not as expected.</summary>
    public static bool IsMalformed(Exception exception) => exception is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException or InvalidDataException;
}
