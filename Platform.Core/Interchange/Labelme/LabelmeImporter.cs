using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Labelme;

/// <summary>Reads labelme's JSON, a file an image, with what X-AnyLabeling adds to it. Pictures embedded in the files are passed over.</summary>
public sealed class LabelmeImporter : IAnnotationImporter
{
    private const long MaxBytes = 256L << 20;

    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in source.Paths.Where(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problems = new List<ImportProblem>();
            var image = ReadFile(source, path, problems);
            foreach (var problem in problems)
            {
                yield return problem;
            }

            if (image is not null)
            {
                yield return image;
            }
        }
    }

    private static ImportedImage? ReadFile(IImportSource source, string path, List<ImportProblem> problems)
    {
        try
        {
            using var stream = new BoundedStream(source.OpenRead(path), MaxBytes, () => new InvalidDataException($"it is larger than {MaxBytes >> 20} MB."));
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            if (root.Get("shapes") is not { ValueKind: JsonValueKind.Array } shapes)
            {
                problems.Add(ProblemTexts.LabelmeRoot.At(path));
                return null;
            }

            var size = (Width: root.Whole("imageWidth"), Height: root.Whole("imageHeight"));
            var read = LabelmeShapes.Read(root, shapes, size, path, problems);
            return new ImportedImage(Names(root, path), size.Width, size.Height, SplitNames.FromPath(path, withFileName: false), read, path);
        }
        catch (Exception exception) when (exception is JsonException or IOException or DomainRuleException || JsonNumbers.IsMalformed(exception))
        {
            problems.Add(ProblemTexts.FileUnreadable.Because(path, exception));
            return null;
        }
    }

    // imagePath counts from the JSON's own folder; sample: "..\\images\\a.jpg".
    private static IReadOnlyList<string> Names(JsonElement root, string path)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var stem = Path.GetFileNameWithoutExtension(path);
        var inner = (root.Text("imagePath") ?? "").Replace('\\', '/').Split('/').Where(part => part is not ("" or "." or "..")).ToList();
        return inner.Count == 0 ? [folder + stem] : [folder + string.Join('/', inner), string.Join('/', inner), folder + stem];
    }
}
