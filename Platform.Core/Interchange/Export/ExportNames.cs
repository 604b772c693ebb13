using Platform.Core.Assets;

namespace Platform.Core.Interchange.Export;

/// <summary>
/// Names for an export's files: safe to unpack anywhere, and unique without regard to letter case and extension, since formats name
/// annotation files after the image and file systems differ.
/// </summary>
internal sealed class ExportNames
{
    private static readonly char[] s_forbidden = ['<', '>', ':', '"', '|', '?', '*'];

    private readonly HashSet<string> _stems = new(StringComparer.OrdinalIgnoreCase);

    public string Take(string fileName)
    {
        var clean = string.Join('/', AssetNames.Clean(fileName).Split('/').Select(part => string.Concat(part.Select(symbol => s_forbidden.Contains(symbol) ? '_' : symbol)).TrimEnd('.', ' ')).Where(part => part.Length > 0));
        var extension = Path.GetExtension(clean);
        var stem = clean.Length == extension.Length ? "unnamed" : clean[..^extension.Length];
        var unique = stem;
        for (var number = 2; !_stems.Add(unique); number++)
        {
            unique = FormattableString.Invariant($"{stem}~{number}");
        }

        return unique + extension;
    }
}
