using System.Text;

namespace Platform.Core.Interchange;

/// <summary>
/// Finds images by the names that annotation files give them: the same relative path, else the most trailing folders in common,
/// with or without extension, in any letter case. Two equally good images are an ambiguity, never a guess.
/// </summary>
public sealed class ImageNames<T>
    where T : class
{
    private readonly Dictionary<string, List<(string[] Segments, string Extension, T Image)>> _byStem = new(StringComparer.Ordinal);

    public ImageNames(IEnumerable<T> images, Func<T, string> nameOf)
    {
        foreach (var image in images)
        {
            var (segments, extension) = ImagePath.Parse(nameOf(image));
            if (!_byStem.TryGetValue(segments[^1], out var sameStem))
            {
                _byStem[segments[^1]] = sameStem = [];
            }

            sameStem.Add((segments, extension, image));
        }
    }

    /// <param name="ambiguous">Whether several images fit equally well.</param>
    public T? Find(IEnumerable<string> names, out bool ambiguous)
    {
        ambiguous = false;
        foreach (var name in names)
        {
            var found = Find(name, out var several);
            ambiguous |= several;
            if (found is not null)
            {
                ambiguous = false;
                return found;
            }
        }

        return null;
    }

    private T? Find(string name, out bool ambiguous)
    {
        ambiguous = false;
        var (segments, extension) = ImagePath.Parse(name);
        if (!_byStem.TryGetValue(segments[^1], out var candidates))
        {
            return null;
        }

        var best = candidates
            .Select(candidate => (candidate.Image, Score: ImagePath.Score(segments, extension, candidate.Segments, candidate.Extension)))
            .Where(scored => scored.Score > 0)
            .OrderByDescending(scored => scored.Score)
            .Take(2).ToList();
        ambiguous = best.Count == 2 && best[0].Score == best[1].Score;
        return best.Count == 0 || ambiguous ? null : best[0].Image;
    }
}

/// <summary>Relative image paths cut into comparable segments.</summary>
internal static class ImagePath
{
    private const int ExactPath = 1_000_000;
    private const int SharedFolder = 100;

    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"];

    public static bool IsImage(string path) => s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Lower-case folders and the name without an image's extension; other dots belong to the name.</summary>
    public static (string[] Segments, string Extension) Parse(string name)
    {
        var text = name.Replace('\\', '/').Trim().Normalize(NormalizationForm.FormC).ToLowerInvariant();
        var extension = IsImage(text) ? Path.GetExtension(text) : "";
        var segments = text[..^extension.Length].Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        return (segments.Length == 0 ? [""] : segments, extension);
    }

    /// <summary>How well two names with the same last segment agree; 0 when their folders name different splits, as train/1 and val/1 do.</summary>
    public static int Score(string[] left, string leftExtension, string[] right, string rightExtension)
    {
        var shared = 1;
        while (shared < left.Length && shared < right.Length && left[^(shared + 1)] == right[^(shared + 1)])
        {
            shared++;
        }

        if (shared < left.Length && shared < right.Length
            && SplitNames.Parse(left[^(shared + 1)]) is { } leftSplit && SplitNames.Parse(right[^(shared + 1)]) is { } rightSplit && leftSplit != rightSplit)
        {
            return 0;
        }

        var exact = shared == left.Length && shared == right.Length ? ExactPath : 0;
        return exact + (shared * SharedFolder) + (leftExtension.Length > 0 && leftExtension == rightExtension ? 1 : 0);
    }
}
