using System.Security.Cryptography;
using System.Text.Json;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using Platform.Core.Imaging;

namespace Platform.Core.Assets;

/// <summary>The metadata that is kept of an upload: EXIF tags by name and, where the image was turned, what it was before.</summary>
internal static class ImageMetadata
{
    private const int MaxTags = 80;
    private const int MaxValueLength = 200;

    private static readonly JsonSerializerOptions s_options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>A JSON object, or null where there is nothing to keep.</returns>
    public static string? Read(byte[] bytes, ImageProbe probe)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return Read(stream, probe, probe.IsUpright ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <param name="probe">With the orientation that the pixels are relieved of.</param>
    /// <param name="sha256">Of the bytes as uploaded.</param>
    public static string? Read(Stream content, ImageProbe probe, string sha256)
    {
        var values = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in Tags(content).Take(MaxTags))
        {
            values.TryAdd(name, value);
        }

        if (!probe.IsUpright)
        {
            values["platform:orientation"] = probe.ExifOrientation;
            values["platform:original_sha256"] = sha256;
        }

        return values.Count == 0 ? null : JsonSerializer.Serialize(values, s_options);
    }

    // Broken metadata does not make an image unusable: what can be read is kept.
    private static IEnumerable<(string Name, string Value)> Tags(Stream content)
    {
        IReadOnlyList<MetadataExtractor.Directory> directories;
        try
        {
            directories = ImageMetadataReader.ReadMetadata(content);
        }
        catch (Exception exception) when (exception is ImageProcessingException or IOException or ArgumentException or OverflowException)
        {
            return [];
        }

        return directories.OfType<ExifDirectoryBase>().SelectMany(directory => directory.Tags)
            .Where(tag => tag is { HasName: true, Description.Length: > 0 })
            .Select(tag => (tag.Name, Clean(tag.Description!)));
    }

    private static string Clean(string value)
    {
        var clean = new string([.. value.Where(symbol => !char.IsControl(symbol) && !char.IsSurrogate(symbol))]);
        return clean.Length > MaxValueLength ? clean[..MaxValueLength] : clean;
    }
}
