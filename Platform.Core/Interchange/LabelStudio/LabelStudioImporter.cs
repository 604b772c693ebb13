using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.LabelStudio;

/// <summary>Reads Label Studio's JSON export, task by task: of each task the first annotation that was not cancelled. Predictions and drafts are not annotations.</summary>
public sealed partial class LabelStudioImporter : IAnnotationImporter
{
    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in source.Paths.Where(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
        {
            var problems = new List<ImportProblem>();
            using var tasks = Tasks(source, path, problems).GetEnumerator();
            var number = 0;
            while (tasks.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ReadTask(tasks.Current, $"{path}, task {++number}", problems) is { } image)
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

    private static IEnumerable<JsonElement> Tasks(IImportSource source, string path, List<ImportProblem> problems)
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
            var arrays = new JsonRootArrays(stream, rootArray: true);
            while (Next(arrays, path, problems) is { } task)
            {
                yield return task;
            }
        }
    }

    private static JsonElement? Next(JsonRootArrays arrays, string path, List<ImportProblem> problems)
    {
        try
        {
            return arrays.TryRead(out _, out var task) ? task : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or DomainRuleException or InvalidDataException or InvalidOperationException)
        {
            problems.Add(Unreadable(path, exception));
            return null;
        }
    }

    private static ImportedImage? ReadTask(JsonElement task, string place, List<ImportProblem> problems)
    {
        var data = task.Get("data");
        if (data is null || Names(data.Value) is not { Count: > 0 } names)
        {
            problems.Add(ProblemTexts.TaskWithoutImage.At(place));
            return null;
        }

        var annotations = (task.Get("annotations") ?? task.Get("completions")) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(item => item.Get("was_cancelled") is not { ValueKind: JsonValueKind.True }).ToList()
            : [];
        if (annotations.Count > 1)
        {
            problems.Add(ProblemTexts.SeveralPeople.At(place, annotations.Count, names[0]));
        }

        var split = SplitNames.Parse(data.Value.Text("split") ?? "") ?? SplitNames.FromPath(names[0], withFileName: false);
        var size = (Width: (int?)null, Height: (int?)null);
        var shapes = annotations.Count > 0 && annotations[0].Get("result") is { ValueKind: JsonValueKind.Array } results ? LabelStudioShapes.Read(results, place, problems, out size) : [];
        return new ImportedImage(names, size.Width, size.Height, split, shapes, place);
    }

    // Samples: "/data/upload/3/1a2b3c4d-cells.jpg", "/data/local-files/?d=images%2Fcells.jpg", "s3://bucket/cells.jpg", "images/train/cells.jpg".
    private static List<string> Names(JsonElement data)
    {
        var texts = data.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String).Select(property => (property.Name, Text: property.Value.GetString()!)).ToList();
        var (_, address) = texts.OrderByDescending(item => item.Name is "image" or "img").ThenByDescending(item => ImagePath.IsImage(Bare(item.Text))).FirstOrDefault();
        if (string.IsNullOrEmpty(address) || address.StartsWith("data:", StringComparison.Ordinal))
        {
            return [];
        }

        var path = Bare(address).TrimStart('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return [.. new[] { path, name, UploadPrefix().Replace(name, "") }.Distinct(StringComparer.Ordinal)];
    }

    private static string Bare(string address)
    {
        var local = address.IndexOf("?d=", StringComparison.Ordinal);
        var path = local >= 0 ? address[(local + 3)..] : address.Split('?', 2)[0];
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        return Uri.UnescapeDataString(scheme >= 0 ? path[(scheme + 3)..] : path).Replace('\\', '/');
    }

    private static ImportProblem Unreadable(string path, Exception exception) => ProblemTexts.FileCut.Because(path, exception);

    [GeneratedRegex("^[0-9a-f]{8}-")]
    private static partial Regex UploadPrefix();
}
