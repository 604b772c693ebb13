using System.Globalization;
using System.Text.Json;
using System.Xml;
using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>What went wrong while foreign files were read, as a reason that can be translated; the English text keeps what the reader of the format said.</summary>
internal static class ImportReasons
{
    public static Reason Of(Exception exception) => exception switch
    {
        MalformedException malformed => malformed.Reason,
        DomainRuleException refused => Reason.Of(refused),
        XmlException xml => new Reason("malformed.xml", [Text(xml.LineNumber), Text(xml.LinePosition)], xml.Message),
        JsonException { LineNumber: { } line } json => new Reason("malformed.json", [Text(line + 1), Text((json.BytePositionInLine ?? 0) + 1)], json.Message),
        JsonException json => new Reason("malformed.json_cut", [], json.Message),
        KeyNotFoundException missing => new Reason("malformed.missing", [], missing.Message),
        IndexOutOfRangeException or ArgumentOutOfRangeException => new Reason("malformed.short", [], exception.Message),
        OverflowException or FormatException => new Reason("malformed.number", [], exception.Message),
        InvalidOperationException or ArgumentException => new Reason("malformed.type", [], exception.Message),
        InvalidDataException => new Reason("malformed.data", [], exception.Message),
        _ => new Reason("malformed.file", [exception.Message], exception.Message),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
