using System.Text;
using System.Text.Json;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Documents;

/// <summary>Reads the form that <see cref="OntologyDocument"/> writes, and finds all its faults at once, each with line and field.</summary>
public sealed class OntologyDocumentReader
{
    public const int MaxBytes = 4 * 1024 * 1024;
    public const int MaxClasses = 2000;

    private static readonly string[] s_classFields = ["key", "name", "shape", "color", "attributes", "skeleton"];

    private readonly List<OntologyDocumentFault> _faults = [];
    private readonly IReadOnlyDictionary<string, int> _lines;

    private OntologyDocumentReader(IReadOnlyDictionary<string, int> lines) => _lines = lines;

    /// <summary>The classes in index order. Throws <see cref="OntologyDocumentException"/>.</summary>
    public static IReadOnlyList<LabelClassInput> Read(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF'));
        if (bytes.Length > MaxBytes)
        {
            throw Fault(1, "ontology.document_large", $"The document is larger than {MaxBytes / 1024 / 1024} MiB.");
        }

        try
        {
            var lines = JsonLines.Of(bytes);
            using var document = JsonDocument.Parse(bytes);
            return new OntologyDocumentReader(lines).Document(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw Fault((int)(exception.LineNumber ?? 0) + 1, "ontology.document_json", $"This is no valid JSON: {exception.Message}");
        }
    }

    private static OntologyDocumentException Fault(int line, string code, string message) => new([new OntologyDocumentFault(line, "", code, message)]);

    private IReadOnlyList<LabelClassInput> Document(JsonElement root)
    {
        var classes = new List<LabelClassInput>();
        if (root.ValueKind != JsonValueKind.Object || Text(root, "format") != OntologyDocument.Format)
        {
            Add("", "ontology.document_format", $"The document must be an object with \"format\": \"{OntologyDocument.Format}\".");
        }
        else if (!root.TryGetProperty("formatVersion", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != OntologyDocument.FormatVersion)
        {
            Add("formatVersion", "ontology.document_version", $"\"formatVersion\" must be {OntologyDocument.FormatVersion}; newer forms need a newer platform.");
        }
        else if (!root.TryGetProperty("classes", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxClasses)
        {
            Add("classes", "ontology.document_classes", $"\"classes\" must be an array of at most {MaxClasses} classes.");
        }
        else
        {
            classes.AddRange(list.EnumerateArray().Select((item, place) => Class(item, $"classes[{place}]")).OfType<LabelClassInput>());
            CheckKeys(list, classes);
        }

        return _faults.Count == 0 ? classes : throw new OntologyDocumentException([.. _faults.OrderBy(fault => fault.Line)]);
    }

    private LabelClassInput? Class(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            Add(path, "ontology.document_class", "A class must be an object with key, name, shape and color.");
            return null;
        }

        // A misspelt field would otherwise be lost without a word.
        foreach (var unknown in item.EnumerateObject().Where(property => !s_classFields.Contains(property.Name, StringComparer.Ordinal)))
        {
            Add($"{path}.{unknown.Name}", "ontology.document_field", $"A class has no field \"{unknown.Name}\"; known are {string.Join(", ", s_classFields)}.");
        }

        if (item.TryGetProperty("skeleton", out var skeleton) && KeypointSpec.UnknownFields(skeleton).ToList() is { Count: > 0 } misspelt)
        {
            misspelt.ForEach(name => Add($"{path}.skeleton.{name}", "ontology.document_field", $"A skeleton has no field \"{name}\"; known are {string.Join(", ", KeypointSpec.Fields)}."));
            return null;
        }

        ShapeType? shape = null;
        if (Text(item, "shape") is not { } name || !OntologyDocument.TryShape(name, out shape))
        {
            Add($"{path}.shape", "ontology.document_shape", $"\"shape\" must be one of {string.Join(", ", EnumText<ShapeType>.All)}, tag.");
            return null;
        }

        var input = new LabelClassInput(null, Text(item, "key") ?? "", Text(item, "name"), shape, Text(item, "color") ?? "", Json(item, "skeleton"), Json(item, "attributes"));
        return Checked(input, path);
    }

    private LabelClassInput? Checked(LabelClassInput input, string path)
    {
        try
        {
            return LabelClassInput.Check([input])[0];
        }
        catch (DomainRuleException fault)
        {
            var field = fault.Code switch
            {
                "label_class.color" => ".color",
                "label_class.attributes" => ".attributes",
                "label_class.keypoints" or "label_class.keypoints_missing" => ".skeleton",
                "label_class.key_invalid" => ".key",
                _ => input.Key.Trim().Length is > 0 and <= LabelClass.KeyLength ? ".name" : ".key",
            };
            Add(path + field, fault.Code, fault.Message);
            return null;
        }
    }

    private void CheckKeys(JsonElement list, List<LabelClassInput> classes)
    {
        var keys = list.EnumerateArray().Select((item, place) => (Key: item.ValueKind == JsonValueKind.Object ? Text(item, "key")?.Trim() : null, place)).Where(pair => pair.Key is not null);
        foreach (var twice in keys.GroupBy(pair => pair.Key!, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            Add($"classes[{twice.Last().place}].key", "label_class.key_taken", $"The key '{twice.Key}' stands twice; upper and lower case count as the same.");
        }

        if (classes.Count == 0 && _faults.Count == 0)
        {
            Add("classes", "ontology.document_empty", "The document has no classes.");
        }
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Json(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    // A field that is missing is told at the line of what it is missing from.
    private void Add(string field, string code, string message)
    {
        var place = field;
        while (place.Length > 0 && !_lines.ContainsKey(place))
        {
            place = place[..Math.Max(0, place.LastIndexOf('.'))];
        }

        _faults.Add(new OntologyDocumentFault(_lines.GetValueOrDefault(place, 1), field, code, message));
    }
}
