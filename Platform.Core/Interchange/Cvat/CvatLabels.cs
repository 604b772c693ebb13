using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Platform.Core.Interchange.Cvat;

/// <summary>What the head of a CVAT file says: labels with their attributes, and for a video its name and size.</summary>
internal sealed class CvatLabels
{
    private readonly Dictionary<(string Label, string Attribute), string> _inputs = [];

    /// <summary>Labels that shapes may have; those of a skeleton's points are not.</summary>
    public List<string> Names { get; } = [];

    public string? SourceName { get; private set; }

    public string? TaskName { get; private set; }

    public string? Subset { get; private set; }

    public int? Width { get; private set; }

    public int? Height { get; private set; }

    public void Read(XElement meta)
    {
        SourceName = meta.Element("source")?.Value.Trim();
        var task = meta.Elements().FirstOrDefault(element => element.Name.LocalName is "task" or "job" or "project");
        Subset = task?.Element("subset")?.Value.Trim();
        TaskName = task?.Element("name")?.Value.Trim();
        var size = task?.Element("original_size") ?? meta.Element("original_size");
        (Width, Height) = (XmlFile.Whole(size?.Element("width")?.Value), XmlFile.Whole(size?.Element("height")?.Value));
        foreach (var label in meta.Descendants("label"))
        {
            var name = label.Element("name")?.Value.Trim() ?? "";
            if (name.Length > 0 && string.IsNullOrWhiteSpace(label.Element("parent")?.Value))
            {
                Names.Add(name);
            }

            foreach (var attribute in label.Element("attributes")?.Elements("attribute") ?? [])
            {
                _inputs[(name, attribute.Element("name")?.Value.Trim() ?? "")] = attribute.Element("input_type")?.Value.Trim() ?? "text";
            }
        }
    }

    /// <summary>A value with the type that the label declares.</summary>
    public JsonNode Value(string label, string attribute, string text) => _inputs.GetValueOrDefault((label, attribute)) switch
    {
        "checkbox" when bool.TryParse(text, out var holds) => JsonValue.Create(holds),
        "number" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
