using System.Security.Cryptography;
using System.Text;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Manifest;

/// <summary>A class as the manifest names it; its index is its place in the ontology.</summary>
public sealed record ManifestClass(int Index, string Key, ShapeType? ShapeType, string? KeypointSpec, string? Attributes = null);

/// <summary>An accepted shape.</summary>
/// <param name="Geometry">JSON, in pixels of the upright image.</param>
/// <param name="TrackId">Joins keyframes of this asset; the manifest replaces it by a number.</param>
public sealed record ManifestShape(string ClassKey, ShapeType? Type, string Geometry, string? Attributes, int? Frame = null, Guid? TrackId = null, int ZOrder = 0);

/// <summary>An asset and its accepted shapes.</summary>
public sealed record ManifestAsset(string Sha256, SplitKind Split, int Width, int Height, IReadOnlyCollection<ManifestShape> Shapes)
{
    /// <summary>Frames of a video that nobody is to learn from.</summary>
    public IReadOnlyList<int> ExcludedFrames { get; init; } = [];
}

/// <summary>
/// The content of a dataset version as lines of JSON that depend on nothing but the content: not on ids, names, times, order of upload,
/// or the database. Its SHA-256 is the version's content hash. The form is fixed in docs/dataset-hash.md.
/// </summary>
public static class DatasetManifest
{
    public const string Header = """{"manifest":"dataset","version":1}""";

    // Where a skeleton's points stand when one begins to draw is a convenience like a colour, not content.
    private const string PositionsKey = "positions";

    public static string ClassLine(ManifestClass item) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("class", item.Index);
        writer.WriteString("key", item.Key);
        writer.WriteString("shape", item.ShapeType is { } type ? EnumText<ShapeType>.ToText(type) : "tag");
        if (item.KeypointSpec is { } spec)
        {
            writer.WritePropertyName("keypoints");
            CanonicalJson.Copy(writer, spec, exceptKey: PositionsKey);
        }

        if (item.Attributes is { } attributes)
        {
            writer.WritePropertyName("attributes");
            CanonicalJson.Copy(writer, attributes);
        }

        writer.WriteEndObject();
    });

    public static string AssetLine(ManifestAsset asset) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("asset", asset.Sha256);
        writer.WriteString("split", EnumText<SplitKind>.ToText(asset.Split));
        writer.WriteNumber("width", asset.Width);
        writer.WriteNumber("height", asset.Height);
        if (asset.ExcludedFrames.Count > 0)
        {
            writer.WriteStartArray("excludedFrames");
            foreach (var frame in asset.ExcludedFrames.Order())
            {
                writer.WriteNumberValue(frame);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray("shapes");
        foreach (var shape in ShapeTexts(asset.Shapes).Order(StringComparer.Ordinal))
        {
            writer.WriteRawValue(shape, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>A shape by itself, without its track's number, which hangs on the other shapes.</summary>
    internal static string ShapeLine(ManifestShape shape) => ShapeText(shape, null);

    private static IEnumerable<string> ShapeTexts(IReadOnlyCollection<ManifestShape> shapes)
    {
        var numbers = TrackNumbers(shapes);
        return shapes.Select(shape => ShapeText(shape, shape.TrackId is { } id ? numbers[id] : null));
    }

    /// <summary>Tracks numbered by their first frame; those that begin together by the texts of their keyframes. Tracks alike in both are the same content in either order.</summary>
    private static Dictionary<Guid, int> TrackNumbers(IReadOnlyCollection<ManifestShape> shapes) => shapes
        .Where(shape => shape.TrackId is not null)
        .GroupBy(shape => shape.TrackId!.Value)
        .Select(track => (Id: track.Key, First: track.Min(shape => shape.Frame ?? 0), Text: string.Join('\n', track.Select(shape => (shape.Frame, Text: ShapeText(shape, null))).OrderBy(shape => shape.Frame).ThenBy(shape => shape.Text, StringComparer.Ordinal).Select(shape => shape.Text))))
        .OrderBy(track => track.First).ThenBy(track => track.Text, StringComparer.Ordinal)
        .Select((track, number) => (track.Id, number))
        .ToDictionary(pair => pair.Id, pair => pair.number);

    private static string ShapeText(ManifestShape shape, int? track) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("class", shape.ClassKey);
        writer.WriteString("type", shape.Type is { } type ? EnumText<ShapeType>.ToText(type) : "tag");
        writer.WritePropertyName("geometry");
        GeometryJson.Write(writer, GeometryJson.Parse(shape.Type, shape.Geometry));
        if (shape.Frame is { } frame)
        {
            writer.WriteNumber("frame", frame);
        }

        if (track is { } number)
        {
            writer.WriteNumber("track", number);
        }

        if (shape.ZOrder != 0)
        {
            writer.WriteNumber("zOrder", shape.ZOrder);
        }

        if (shape.Attributes is { } attributes)
        {
            writer.WritePropertyName("attributes");
            CanonicalJson.Copy(writer, attributes);
        }

        writer.WriteEndObject();
    });
}

/// <summary>Takes the hash of manifest lines as they pass: each line in UTF-8 with a line feed behind it.</summary>
public sealed class ManifestHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(string line)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        _hash.AppendData("\n"u8);
    }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
