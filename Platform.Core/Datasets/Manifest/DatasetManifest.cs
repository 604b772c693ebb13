using System.Security.Cryptography;
using System.Text;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Manifest;

/// <summary>A class as the manifest names it; its index is its place in the ontology.</summary>
public sealed record ManifestClass(int Index, string Key, ShapeType? ShapeType, string? KeypointSpec);

/// <summary>An accepted shape.</summary>
/// <param name="Geometry">JSON, in pixels of the upright image.</param>
public sealed record ManifestShape(string ClassKey, ShapeType? Type, string Geometry, string? Attributes);

/// <summary>An asset and its accepted shapes.</summary>
public sealed record ManifestAsset(string Sha256, SplitKind Split, int Width, int Height, IReadOnlyCollection<ManifestShape> Shapes);

/// <summary>
/// The content of a dataset version as lines of JSON that depend on nothing but the content: not on ids, names, times, order of upload,
/// or the database. Its SHA-256 is the version's content hash. The form is fixed in docs/dataset-hash.md.
/// </summary>
public static class DatasetManifest
{
    public const string Header = """{"manifest":"dataset","version":1}""";

    public static string ClassLine(ManifestClass item) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("class", item.Index);
        writer.WriteString("key", item.Key);
        writer.WriteString("shape", item.ShapeType is { } type ? EnumText<ShapeType>.ToText(type) : "tag");
        if (item.KeypointSpec is { } spec)
        {
            writer.WritePropertyName("keypoints");
            CanonicalJson.Copy(writer, spec);
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
        writer.WriteStartArray("shapes");
        foreach (var shape in asset.Shapes.Select(ShapeText).Order(StringComparer.Ordinal))
        {
            writer.WriteRawValue(shape, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string ShapeText(ManifestShape shape) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("class", shape.ClassKey);
        writer.WriteString("type", shape.Type is { } type ? EnumText<ShapeType>.ToText(type) : "tag");
        writer.WritePropertyName("geometry");
        GeometryJson.Write(writer, GeometryJson.Parse(shape.Type, shape.Geometry));
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
