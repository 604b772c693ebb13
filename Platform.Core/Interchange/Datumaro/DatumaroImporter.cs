using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Datumaro;

/// <summary>Reads Datumaro 1.0, a file a subset, item by item.</summary>
public sealed class DatumaroImporter : IAnnotationImporter
{
    private static readonly IReadOnlySet<string> s_categories = new HashSet<string>(StringComparer.Ordinal) { "categories" };

    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in Files(source))
        {
            var problems = new List<ImportProblem>();
            var labels = ReadLabels(source, path, problems);
            yield return new ImportedClasses(labels.ClassNames);
            using var items = ReadItems(source, path, problems).GetEnumerator();
            while (items.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ReadItem(items.Current, path, labels, problems) is { } image)
                {
                    yield return image;
                }

                foreach (var problem in problems)
                {
                    yield return problem;
                }

                problems.Clear();
            }

            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    private static IReadOnlyList<string> Files(IImportSource source)
    {
        var files = source.Paths.Where(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).ToList();
        var inFolder = files.Where(path => $"/{path}".Contains("/annotations/", StringComparison.OrdinalIgnoreCase)).ToList();
        return inFolder.Count > 0 ? inFolder : files;
    }

    // The labels may stand behind the items that use them.
    private static DatumaroLabels ReadLabels(IImportSource source, string path, List<ImportProblem> problems)
    {
        try
        {
            using var stream = source.OpenRead(path);
            var arrays = new JsonRootArrays(stream, s_categories);
            while (arrays.TryReadRaw(out var name, out var raw))
            {
                if (name == "categories")
                {
                    return DatumaroLabels.Read(JsonElement.Parse(raw));
                }
            }
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            // Reading the items meets the same fault and reports it.
            if (JsonNumbers.IsMalformed(exception))
            {
                problems.Add(ProblemTexts.CategoriesUnreadable.Because(path, exception));
            }
        }

        return new DatumaroLabels([], []);
    }

    private static IEnumerable<JsonElement> ReadItems(IImportSource source, string path, List<ImportProblem> problems)
    {
        Stream stream;
        try
        {
            stream = source.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or DomainRuleException)
        {
            problems.Add(Unreadable(path, exception));
            yield break;
        }

        using (stream)
        {
            var arrays = new JsonRootArrays(stream);
            while (Next(arrays, path, problems) is { } item)
            {
                yield return item;
            }
        }
    }

    private static JsonElement? Next(JsonRootArrays arrays, string path, List<ImportProblem> problems)
    {
        try
        {
            while (arrays.TryReadRaw(out var name, out var raw))
            {
                if (name == "items")
                {
                    return JsonElement.Parse(raw);
                }
            }
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            problems.Add(Unreadable(path, exception));
        }

        return null;
    }

    private static ImportedImage? ReadItem(JsonElement item, string path, DatumaroLabels labels, List<ImportProblem> problems)
    {
        var id = item.Text("id");
        var media = item.Get("image") ?? item.Get("media");
        var name = media?.Text("path") is { Length: > 0 } file ? file.Replace('\\', '/') : null;
        if (id is null && name is null)
        {
            problems.Add(ProblemTexts.ItemWithoutName.At(path));
            return null;
        }

        int? width = null, height = null;
        if (media?.Get("size") is { ValueKind: JsonValueKind.Array } size && size.GetArrayLength() == 2 && size[0].TryGetInt32(out var rows) && size[1].TryGetInt32(out var columns))
        {
            (height, width) = (rows, columns);
        }

        var split = SplitNames.FromPath(path, withFileName: true);
        var subset = Path.GetFileNameWithoutExtension(path);
        var shapes = DatumaroShapes.Read(item.Get("annotations"), $"{path}, {id ?? name}", labels, problems);
        return new ImportedImage([.. new[] { name, $"{subset}/{name ?? id}", id }.OfType<string>()], width, height, split, shapes, path);
    }

    private static bool IsUnreadable(Exception exception) => exception is JsonException or IOException or DomainRuleException || JsonNumbers.IsMalformed(exception);

    private static ImportProblem Unreadable(string path, Exception exception) => ProblemTexts.FileCut.Because(path, exception);
}

/// <summary>The label list of a file and which of its labels are points of a skeleton.</summary>
internal sealed record DatumaroLabels(IReadOnlyList<string> Names, IReadOnlyList<string> Parents)
{
    /// <summary>Names that are not points of another label.</summary>
    public IReadOnlyList<string> ClassNames => [.. Names.Where((_, index) => Parents[index].Length == 0 || !Names.Contains(Parents[index], StringComparer.Ordinal))];

    public static DatumaroLabels Read(JsonElement categories)
    {
        var labels = categories.Get("label")?.Get("labels") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        return new DatumaroLabels([.. labels.Select(label => label.Text("name")?.Trim() ?? "")], [.. labels.Select(label => label.Text("parent") ?? "")]);
    }

    public string? Find(int? id) => id is { } index and >= 0 && index < Names.Count && Names[index].Length > 0 ? Names[index] : null;
}
