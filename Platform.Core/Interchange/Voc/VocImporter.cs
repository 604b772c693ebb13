using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Voc;

/// <summary>How the corner coordinates of VOC files count.</summary>
public enum VocOrigin
{
    /// <summary>As CVAT, Datumaro and most tools write: corners are points, a box is xmin…xmax wide without adding one.</summary>
    ZeroBased,

    /// <summary>As the original VOC: pixels count from (1, 1) and both corner pixels belong to the box.</summary>
    OneBasedInclusive,
}

/// <summary>
/// Reads Pascal VOC: one XML file an image, below a folder named Annotations where there is one; splits from ImageSets/Main.
/// Nothing in a file tells the two coordinate conventions apart except a 0, which proves the zero-based one; the caller chooses.
/// A box whose corners coincide in either axis is degenerate under both and skipped.
/// </summary>
public sealed class VocImporter : IAnnotationImporter
{
    public static IReadOnlyList<string> AnnotationFiles(IImportSource source)
    {
        var files = source.Paths.Where(path => path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)).ToList();
        var inFolder = files.Where(path => $"/{path}".Contains("/Annotations/", StringComparison.OrdinalIgnoreCase)).ToList();
        return inFolder.Count > 0 ? inFolder : files;
    }

    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var lists = VocSplitLists.Read(source);
        foreach (var conflict in lists.Conflicts)
        {
            yield return conflict;
        }

        var masks = new VocMasks(source);
        if (masks.Any)
        {
            yield return new ImportedClasses(masks.ClassNames);
        }

        foreach (var path in AnnotationFiles(source))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var item in ReadFile(source, path, lists, options))
            {
                foreach (var completed in item is ImportedImage image ? masks.Complete(image) : [item])
                {
                    yield return completed;
                }
            }
        }

        foreach (var item in masks.Rest(lists))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private static IReadOnlyList<ImportItem> ReadFile(IImportSource source, string path, VocSplitLists lists, ImportOptions options)
    {
        try
        {
            using var stream = source.OpenRead(path);
            using var reader = XmlReader.Create(stream, XmlFile.BoundedSettings);
            var root = XDocument.Load(reader).Root!;
            if (root.Name.LocalName != "annotation")
            {
                return [ProblemTexts.VocRoot.At(path, root.Name.LocalName)];
            }

            var items = new List<ImportItem>();
            var shapes = new List<ImportedShape>();
            var number = 0;
            foreach (var element in root.Elements("object"))
            {
                number++;
                if (ReadObject(element, $"{path}, object {number}", options, items) is { } shape)
                {
                    shapes.Add(shape with { SourceId = number.ToString(CultureInfo.InvariantCulture) });
                }
            }

            items.Add(new ImportedImage(
                NamesOf(root, path), Positive(root.Element("size")?.Element("width")), Positive(root.Element("size")?.Element("height")), lists.SplitOf(path), shapes, path));
            return items;
        }
        catch (Exception exception) when (exception is XmlException or IOException or DomainRuleException or InvalidDataException)
        {
            return [ProblemTexts.FileUnreadable.Because(path, exception)];
        }
    }

    private static ImportedShape? ReadObject(XElement element, string place, ImportOptions options, List<ImportItem> problems)
    {
        var name = Text(element, "name");
        if (name.Length == 0)
        {
            problems.Add(ProblemTexts.ShapeWithoutLabel.At(place));
            return null;
        }

        var box = element.Element("bndbox");
        if (box is null)
        {
            problems.Add(ProblemTexts.NoBox.At(place, name));
            return null;
        }

        // By name: the order of the four differs between tools.
        double? left = Number(box, "xmin"), top = Number(box, "ymin"), right = Number(box, "xmax"), bottom = Number(box, "ymax");
        if (left is null || top is null || right is null || bottom is null)
        {
            problems.Add(ProblemTexts.BoxIncomplete.At(place, name));
            return null;
        }

        if (right <= left || bottom <= top)
        {
            problems.Add(ProblemTexts.BoxEmpty.At(place, name, left, top, right, bottom));
            return null;
        }

        var shift = options.VocOrigin == VocOrigin.OneBasedInclusive ? 1 : 0;
        var geometry = new BoxGeometry(left.Value - shift, top.Value - shift, right.Value - left.Value + shift, bottom.Value - top.Value + shift);
        return new ImportedShape(name, [geometry], IsNormalized: false, AttributesOf(element));
    }

    private static string? AttributesOf(XElement element)
    {
        var values = element.Element("attributes")?.Elements("attribute")
            .Where(attribute => Text(attribute, "name").Length > 0)
            .Select(attribute => new KeyValuePair<string, JsonNode?>(Text(attribute, "name"), JsonValue.Create(Text(attribute, "value"))));
        var pose = Text(element, "pose");
        var named = pose is "" or "Unspecified" ? values : (values ?? []).Append(new KeyValuePair<string, JsonNode?>("pose", JsonValue.Create(pose)));
        return ShapeAttributes.Write([("difficult", Flag(element, "difficult")), ("truncated", Flag(element, "truncated")), ("occluded", Flag(element, "occluded"))], named);
    }

    // The file name inside may disagree with the annotation file's; the inner one is the standard's.
    private static IReadOnlyList<string> NamesOf(XElement root, string path)
    {
        var inner = Text(root, "filename").Replace('\\', '/');
        var stem = Path.GetFileNameWithoutExtension(path);
        return inner.Length == 0 ? [stem] : [inner, stem];
    }

    private static string Text(XElement parent, string name) => parent.Element(name)?.Value.Trim() ?? "";

    private static bool Flag(XElement parent, string name) => Text(parent, name) is "1" or "true" or "True";

    private static double? Number(XElement parent, string name) =>
        double.TryParse(Text(parent, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static int? Positive(XElement? element) =>
        int.TryParse(element?.Value.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;
}
