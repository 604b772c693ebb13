using System.Globalization;

namespace Platform.Core.Interchange.Yolo;

/// <summary>The class names and keypoint shape of a YOLO data set, from data.yaml or, in older layouts, obj.names or classes.txt.</summary>
/// <param name="File">Where they were found.</param>
/// <param name="KeypointValues">Numbers a keypoint has (2 or 3); null outside pose data.</param>
internal sealed record YoloNames(string File, IReadOnlyDictionary<int, string> Names, int? KeypointCount, int? KeypointValues)
{
    public static YoloNames? Find(IImportSource source)
    {
        var yaml = source.Paths.Where(path => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml").OrderBy(Depth)
            .Select(path => FromYaml(path, TextFile.Lines(source, path))).FirstOrDefault(names => names is not null);
        if (yaml is not null)
        {
            return yaml;
        }

        var plain = source.Paths.Where(path => path.EndsWith(".names", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(path).Equals("classes.txt", StringComparison.OrdinalIgnoreCase))
            .OrderBy(Depth).FirstOrDefault();
        return plain is null ? null : new YoloNames(plain, Numbered(TextFile.Lines(source, plain).Select(line => line.Trim()).Where(line => line.Length > 0)), null, null);
    }

    /// <summary>
    /// Understands the ways in which tools write <c>names</c>: a list or a map, in one line or one entry a line.
    /// Samples: names: ['cat', dog] · names: {0: cat, 1: dog} · names:\n  - cat · names:\n  0: cat.
    /// </summary>
    internal static YoloNames? FromYaml(string path, IEnumerable<string> lines)
    {
        var entries = Entries(lines);
        if (!entries.TryGetValue("names", out var values) || values.Count == 0)
        {
            return null;
        }

        var names = new Dictionary<int, string>();
        foreach (var value in values)
        {
            var colon = value.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && int.TryParse(Unquoted(value[..colon]), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                names[index] = Unquoted(value[(colon + 1)..]);
            }
            else
            {
                names[names.Count] = Unquoted(value);
            }
        }

        var shape = entries.GetValueOrDefault("kpt_shape", []).Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return shape is [> 0, 2 or 3] ? new YoloNames(path, names, shape[0], shape[1]) : new YoloNames(path, names, null, null);
    }

    // Keys of the root, each with its values: one for a plain value, several for a list or map.
    private static Dictionary<string, List<string>> Entries(IEnumerable<string> lines)
    {
        var entries = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? current = null;
        string? open = null;
        foreach (var line in lines.Select(WithoutComment).Where(line => line.Trim().Length > 0))
        {
            var text = line.Trim();
            if (open is not null)
            {
                open += " " + text;
            }
            else if (!char.IsWhiteSpace(line[0]) && !text.StartsWith('-') && text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                entries[text[..colon].Trim()] = current = [];
                open = text[(colon + 1)..].Trim();
            }
            else
            {
                current?.Add(text.StartsWith("- ", StringComparison.Ordinal) ? text[2..].Trim() : text);
                continue;
            }

            if (open.Length > 0 && open[0] is '[' or '{' && !open.EndsWith(']') && !open.EndsWith('}'))
            {
                continue;
            }

            current!.AddRange(open is ['[' or '{', .., _] ? SplitFlow(open[1..^1]) : open.Length > 0 ? [open] : []);
            open = null;
        }

        return entries;
    }

    // Commas inside quotes belong to the value.
    private static List<string> SplitFlow(string text)
    {
        var parts = new List<string>();
        var quote = '\0';
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (quote == '\0' && text[i] == ','))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
            else if (text[i] is '\'' or '"' && (quote == '\0' || quote == text[i]))
            {
                quote = quote == '\0' ? text[i] : '\0';
            }
        }

        return [.. parts.Where(part => part.Length > 0)];
    }

    private static string WithoutComment(string line)
    {
        var hash = line.IndexOf('#', StringComparison.Ordinal);
        var startsComment = hash == 0 || (hash > 0 && char.IsWhiteSpace(line[hash - 1]));
        return startsComment ? line[..hash] : line;
    }

    private static string Unquoted(string text)
    {
        var trimmed = text.Trim();
        return trimmed is ['\'', .., '\''] or ['"', .., '"'] ? trimmed[1..^1] : trimmed;
    }

    private static Dictionary<int, string> Numbered(IEnumerable<string> names) => names.Select((name, index) => (name, index)).ToDictionary(pair => pair.index, pair => pair.name);

    private static int Depth(string path) => path.Count(symbol => symbol == '/');
}
