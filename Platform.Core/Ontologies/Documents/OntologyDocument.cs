using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Documents;

/// <summary>A class as a document writes it.</summary>
public sealed record DocumentClass(string Key, string DisplayName, ShapeType? ShapeType, string Color, string? KeypointSpec, string? Attributes);

/// <summary>The JSON form of an ontology version, written for people and for other installations; described in docs/users/ontology.en.md.</summary>
public static class OntologyDocument
{
    public const string Format = "platform-ontology";
    public const int FormatVersion = 1;

    private const string Tag = "tag";

    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same text for the same classes on every machine: fixed key order, two spaces, line feeds.</summary>
    /// <param name="classes">In index order.</param>
    public static string Write(string versionTag, IReadOnlyList<DocumentClass> classes)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_indented with { NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("formatVersion", FormatVersion);
            writer.WriteString("versionTag", versionTag);
            writer.WriteStartArray("classes");
            foreach (var item in classes)
            {
                WriteClass(writer, item);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    internal static string ShapeName(ShapeType? type) => type is { } known ? EnumText<ShapeType>.ToText(known) : Tag;

    /// <returns>Whether the name is one of a shape, <c>tag</c> included.</returns>
    internal static bool TryShape(string name, out ShapeType? type)
    {
        type = EnumText<ShapeType>.All.Contains(name) ? EnumText<ShapeType>.Parse(name) : null;
        return type is not null || name == Tag;
    }

    private static void WriteClass(Utf8JsonWriter writer, DocumentClass item)
    {
        writer.WriteStartObject();
        writer.WriteString("key", item.Key);
        writer.WriteString("name", item.DisplayName);
        writer.WriteString("shape", ShapeName(item.ShapeType));
        writer.WriteString("color", item.Color);
        if (AttributeSpec.Parse(item.Attributes) is { Count: > 0 } attributes)
        {
            writer.WriteStartArray("attributes");
            foreach (var spec in attributes)
            {
                WriteAttribute(writer, spec);
            }

            writer.WriteEndArray();
        }

        if (item.KeypointSpec is { } skeleton)
        {
            // Through the element, so that what the database kept without spaces is indented like the rest.
            writer.WritePropertyName("skeleton");
            JsonElement.Parse(KeypointSpec.Parse(skeleton).ToJson()).WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter writer, AttributeSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteString("name", spec.Name);
        writer.WriteString("type", EnumText<AttributeType>.ToText(spec.Type));
        if (spec.Values is { } values)
        {
            writer.WriteStartArray("values");
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        if (spec.Default is { } given)
        {
            writer.WritePropertyName("default");
            given.WriteTo(writer);
        }

        (string Name, double? Number)[] numbers = [("min", spec.Min), ("max", spec.Max), ("step", spec.Step)];
        foreach (var (name, number) in numbers.Where(pair => pair.Number is not null))
        {
            writer.WriteNumber(name, number!.Value);
        }

        if (spec.Mutable)
        {
            writer.WriteBoolean("mutable", true);
        }

        writer.WriteEndObject();
    }
}

/// <summary>A fault in a document.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Field">Where it stands, such as <c>classes[2].color</c>; empty for the document itself.</param>
public sealed record OntologyDocumentFault(int Line, string Field, string Code, string Message);

/// <summary>The document cannot be imported; <see cref="Faults"/> lists every reason with its place.</summary>
public sealed class OntologyDocumentException(IReadOnlyList<OntologyDocumentFault> faults) : DomainRuleException(
    "ontology.document", $"The document cannot be imported. Line {faults[0].Line}, {Place(faults[0])}: {faults[0].Message}{More(faults)}", faults[0].Line, Place(faults[0]), faults[0].Message, faults.Count)
{
    public IReadOnlyList<OntologyDocumentFault> Faults { get; } = faults;

    public override object Details => Faults;

    private static string Place(OntologyDocumentFault fault) => fault.Field.Length > 0 ? fault.Field : "document";

    private static string More(IReadOnlyList<OntologyDocumentFault> faults) => faults.Count > 1 ? $" (and {faults.Count - 1} more)" : "";
}
