using System.Globalization;
using System.Xml;

namespace Platform.Core.Interchange;

/// <summary>XML that comes from outside.</summary>
internal static class XmlFile
{
    /// <summary>No DTD, hence no entities, internal or external, and nothing that is fetched.</summary>
    public static XmlReaderSettings Settings { get; } = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>For documents that are held in memory as a whole.</summary>
    public static XmlReaderSettings BoundedSettings { get; } = Bounded();

    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    public static int? Whole(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static bool Flag(string? text) => text is "1" or "true" or "True";

    private static XmlReaderSettings Bounded()
    {
        var settings = Settings.Clone();
        settings.MaxCharactersInDocument = 16 << 20;
        return settings;
    }
}
