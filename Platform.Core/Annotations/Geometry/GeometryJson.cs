using System.Buffers;
using System.Text;
using System.Text.Json;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations.Geometry;

/// <summary>
/// The one JSON form of geometry, the same in the database, over HTTP and under the content hash: fixed key order, no white space,
/// numbers rounded to 1/1000 pixel. Samples: {"x":1,"y":2,"width":3,"height":4} {"rings":[[0,0,9,0,9,9]]} {"points":[…]} {"size":[10,10],"counts":"…"}.
/// </summary>
public static class GeometryJson
{
    private const int Decimals = 3;

    public static string Write(ShapeGeometry geometry)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, geometry);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, ShapeGeometry geometry)
    {
        writer.WriteStartObject();
        switch (geometry)
        {
            case BoxGeometry box:
                writer.WriteNumber("x", Rounded(box.X));
                writer.WriteNumber("y", Rounded(box.Y));
                writer.WriteNumber("width", Rounded(box.Width));
                writer.WriteNumber("height", Rounded(box.Height));
                break;
            case PolygonGeometry polygon:
                writer.WriteStartArray("rings");
                foreach (var ring in polygon.Rings)
                {
                    writer.WriteStartArray();
                    WriteNumbers(writer, ring);
                }

                writer.WriteEndArray();
                break;
            case PolylineGeometry line:
                writer.WriteStartArray("points");
                WriteNumbers(writer, line.Points);
                break;
            case KeypointsGeometry keypoints:
                writer.WriteStartArray("points");
                WriteNumbers(writer, keypoints.Points);
                break;
            case MaskGeometry mask:
                writer.WriteStartArray("size");
                writer.WriteNumberValue(mask.Height);
                writer.WriteNumberValue(mask.Width);
                writer.WriteEndArray();
                writer.WriteString("counts", mask.Counts);
                break;
            case TagGeometry:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(geometry));
        }

        writer.WriteEndObject();
    }

    /// <summary>Throws a <see cref="DomainRuleException"/> with code <c>geometry.malformed</c> on anything but the form above.</summary>
    public static ShapeGeometry Parse(ShapeType? type, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(type, document.RootElement);
        }
        catch (JsonException exception)
        {
            throw Malformed(type, exception.Message);
        }
    }

    /// <inheritdoc cref="Parse(ShapeType?, string)"/>
    public static ShapeGeometry Parse(ShapeType? type, JsonElement json)
    {
        try
        {
            return type switch
            {
                null => TagGeometry.Instance,
                ShapeType.Bbox => new BoxGeometry(Number(json, "x"), Number(json, "y"), Number(json, "width"), Number(json, "height")),
                ShapeType.Polygon => new PolygonGeometry([.. json.GetProperty("rings").EnumerateArray().Select(Numbers)]),
                ShapeType.Polyline => new PolylineGeometry(Numbers(json.GetProperty("points"))),
                ShapeType.Keypoints => new KeypointsGeometry(Numbers(json.GetProperty("points"))),
                ShapeType.Mask => new MaskGeometry(
                    json.GetProperty("size")[0].GetInt32(), json.GetProperty("size")[1].GetInt32(), json.GetProperty("counts").GetString() ?? ""),
                _ => throw new ArgumentOutOfRangeException(nameof(type)),
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Malformed(type, exception.Message);
        }
    }

    /// <summary>A number as it is stored: 1/1000 pixel, and no negative zero.</summary>
    internal static double Rounded(double value) => Math.Round(value, Decimals) + 0.0;

    private static void WriteNumbers(Utf8JsonWriter writer, IReadOnlyList<double> numbers)
    {
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(Rounded(number));
        }

        writer.WriteEndArray();
    }

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(number => number.GetDouble())];

    private static DomainRuleException Malformed(ShapeType? type, string why)
    {
        var name = type is { } known ? EnumText<ShapeType>.ToText(known) : "tag";
        return new DomainRuleException("geometry.malformed", $"The geometry is not that of a {name}: {why}", name);
    }
}
