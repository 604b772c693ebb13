using System.Text.Json;
using System.Xml;
using Platform.Core.Interchange.ImageFolder;
using Platform.Core.Interchange.Voc;
using Platform.Core.Interchange.Yolo;
using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>Tells formats apart: by the root of the first XML file, by names of YOLO's files, by the keys of the first JSON files, and last by folders of images.</summary>
internal static class FormatDetection
{
    private const int HeadBytes = 1 << 16;
    private const int FilesTried = 50;

    public static InterchangeFormat Detect(IImportSource source) =>
        OfXml(source)
        ?? (YoloNames.Find(source) is null ? null : (InterchangeFormat?)InterchangeFormat.Yolo)
        ?? OfJson(source)
        ?? (VocImporter.AnnotationFiles(source).Count > 0 ? (InterchangeFormat?)InterchangeFormat.Voc : null)
        ?? (ImageFolderImporter.HasClassFolders(source) ? (InterchangeFormat?)InterchangeFormat.ImageFolder : null)
        ?? throw new DomainRuleException(
            "import.format_unknown",
            "There are no annotations in a known format: Pascal VOC or CVAT (*.xml), COCO, Datumaro, labelme or Label Studio (*.json), YOLO (data.yaml with labels/*.txt), or folders of images named by class. Choose the format or check the folder.");

    private static InterchangeFormat? OfXml(IImportSource source)
    {
        foreach (var path in VocImporter.AnnotationFiles(source).Take(FilesTried))
        {
            try
            {
                using var stream = source.OpenRead(path);
                using var reader = XmlReader.Create(stream, XmlFile.Settings);
                if (reader.MoveToContent() == XmlNodeType.Element && reader.LocalName is "annotation" or "annotations")
                {
                    return reader.LocalName == "annotation" ? InterchangeFormat.Voc : OfCvat(reader);
                }
            }
            catch (Exception exception) when (exception is XmlException or IOException or InvalidDataException or DomainRuleException)
            {
                // The importer reports what cannot be read; the next file may tell the format.
            }
        }

        return null;
    }

    private static InterchangeFormat OfCvat(XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1 && reader.LocalName is "track" or "image")
            {
                return reader.LocalName == "track" ? InterchangeFormat.CvatVideo : InterchangeFormat.CvatImages;
            }
        }

        return InterchangeFormat.CvatImages;
    }

    private static InterchangeFormat? OfJson(IImportSource source)
    {
        var files = source.Paths.Where(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).ToList();
        return files.Take(FilesTried).Select(path => OfJson(source, path)).FirstOrDefault(format => format is not null) ?? (files.Count > 0 ? (InterchangeFormat?)InterchangeFormat.Coco : null);
    }

    private static InterchangeFormat? OfJson(IImportSource source, string path)
    {
        var head = new byte[HeadBytes];
        int read;
        try
        {
            using var stream = source.OpenRead(path);
            read = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or DomainRuleException)
        {
            return null;
        }

        var text = head.AsSpan(0, read);
        var isMarked = text.StartsWith("\uFEFF"u8);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(isMarked ? text[3..] : text, isFinalBlock: false, default);
        try
        {
            if (!reader.Read())
            {
                return null;
            }

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                return InterchangeFormat.LabelStudio;
            }

            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    keys.Add(reader.GetString()!);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a name that is no UTF-8. What stood before the fault may tell enough.
        }

        return OfKeys(keys);
    }

    private static InterchangeFormat? OfKeys(HashSet<string> keys) => keys switch
    {
        _ when keys.Contains("shapes") || keys.Contains("imagePath") || keys.Contains("imageData") => InterchangeFormat.Labelme,
        _ when keys.Contains("dm_format_version") || keys.Contains("items") || keys.Contains("infos") => InterchangeFormat.Datumaro,
        _ when keys.Contains("images") || keys.Contains("annotations") || keys.Contains("info") => InterchangeFormat.Coco,
        _ => null,
    };
}
