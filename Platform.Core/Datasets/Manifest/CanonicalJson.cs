using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Core.Datasets.Manifest;

/// <summary>One text for equal JSON documents: keys in ordinal order, no white space, numbers in their shortest form; databases keep neither order nor spacing.</summary>
internal static class CanonicalJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Whether two documents say the same; null is no document.</summary>
    public static bool AreEqual(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal)
        || (one is not null && other is not null && Write(writer => Copy(writer, one)) == Write(writer => Copy(writer, other)));

    /// <param name="exceptKey">A key of the outermost object that is left out.</param>
    public static void Copy(Utf8JsonWriter writer, string json, string? exceptKey = null)
    {
        using var document = JsonDocument.Parse(json);
        Copy(writer, document.RootElement, exceptKey);
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement element, string? exceptKey = null)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().Where(property => property.Name != exceptKey).OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Copy(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Copy(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteNumberValue(element.GetDouble());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
