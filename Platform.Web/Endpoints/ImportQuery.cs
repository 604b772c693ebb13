using Microsoft.AspNetCore.Mvc;
using Platform.Core.Annotations.Commands;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Voc;
using Platform.Core.Shared;

namespace Platform.Web.Endpoints;

/// <summary>How to import, in the query string, since the body holds the files.</summary>
/// <param name="Format">Recognised when left out.</param>
/// <param name="Existing">keep, add or replace the shapes of images that are annotated already.</param>
/// <param name="VocOrigin">How Pascal VOC's corners count.</param>
/// <param name="Map">Repeated: <c>name=key</c> gives a class of the files to a class of the ontology, <c>name=</c> skips it.</param>
public sealed record ImportQuery(
    [FromQuery] bool? DryRun,
    [FromQuery] string? Format,
    [FromQuery] string? Existing,
    [FromQuery] bool? ApplySplits,
    [FromQuery] bool? KeepDuplicates,
    [FromQuery] bool? WithImages,
    [FromQuery] string? VocOrigin,
    [FromQuery] bool? SkipCrowd,
    [FromQuery] string[]? Map)
{
    public bool IsDryRun => DryRun == true;

    public ImportRequest ToRequest() => new(
        string.IsNullOrEmpty(Format) ? null : EnumText<InterchangeFormat>.Parse(Format),
        new ImportOptions { VocOrigin = string.IsNullOrEmpty(VocOrigin) ? default : EnumText<VocOrigin>.Parse(VocOrigin), SkipCrowd = SkipCrowd == true },
        ClassMapText.Parse(Map ?? []),
        string.IsNullOrEmpty(Existing) ? ExistingAnnotations.Keep : EnumText<ExistingAnnotations>.Parse(Existing),
        ApplySplits == true)
    {
        KeepDuplicates = KeepDuplicates == true,
    };
}

/// <summary>Class maps as people write them: <c>name=key</c>, or <c>name=</c> to skip a class. Names may hold the sign, keys cannot.</summary>
public static class ClassMapText
{
    /// <returns>Null for an empty map.</returns>
    public static IReadOnlyDictionary<string, string?>? Parse(IReadOnlyCollection<string> entries) => entries.Count == 0 ? null : entries.Select(Entry).ToDictionary(StringComparer.Ordinal);

    private static KeyValuePair<string, string?> Entry(string text)
    {
        var sign = text.LastIndexOf('=');
        return sign > 0
            ? new KeyValuePair<string, string?>(text[..sign], sign + 1 == text.Length ? null : text[(sign + 1)..])
            : throw new DomainRuleException("import.map", $"'{text}' maps no class. Write name=key, or name= to skip the class.", text);
    }
}
