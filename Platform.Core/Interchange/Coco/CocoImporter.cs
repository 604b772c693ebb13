using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Interchange.Coco;

/// <summary>
/// Reads COCO files of instances and keypoints. Annotations may come before the images and categories that they name, so a file's
/// shapes are held in memory until its end; its text never is.
/// </summary>
public sealed class CocoImporter : IAnnotationImporter
{
    // Files of one data set repeat the same images for other tasks; the richest task at hand is read.
    private static readonly string[] s_tasks = ["instances_", "person_keypoints_"];
    private static readonly string[] s_otherTasks = ["captions_", "labels_", "panoptic_", "stuff_", "image_info_"];

    public static IReadOnlyList<string> AnnotationFiles(IImportSource source)
    {
        var files = source.Paths.Where(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var task in s_tasks)
        {
            var ofTask = files.Where(path => NameOf(path).StartsWith(task, StringComparison.OrdinalIgnoreCase)).ToList();
            if (ofTask.Count > 0)
            {
                return ofTask;
            }
        }

        return [.. files.Where(path => !s_otherTasks.Any(task => NameOf(path).StartsWith(task, StringComparison.OrdinalIgnoreCase)))];
    }

    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in AnnotationFiles(source))
        {
            var file = new CocoFile(path);
            using var stream = source.OpenRead(path);
            var arrays = new JsonRootArrays(stream);
            ImportProblem? broken = null;
            while (broken is null && Next(arrays, path, out var array, out var element, out broken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file.Add(array, element) is { } problem)
                {
                    yield return problem;
                }
            }

            if (broken is not null)
            {
                yield return broken;
            }

            foreach (var item in file.Finish(SplitNames.FromPath(path, withFileName: true)))
            {
                yield return item;
            }
        }
    }

    private static bool Next(JsonRootArrays arrays, string path, out string array, out JsonElement element, out ImportProblem? broken)
    {
        broken = null;
        try
        {
            return arrays.TryRead(out array, out element);
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidDataException or InvalidOperationException)
        {
            (array, element) = ("", default);
            broken = new ImportProblem(path, ImportCodes.FileUnreadable, $"The file is not whole or not JSON; what stood before was read. {exception.Message}");
            return false;
        }
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}

/// <summary>What one COCO file says, gathered element by element.</summary>
internal sealed class CocoFile(string path)
{
    private readonly Dictionary<long, string> _categories = [];
    private readonly Dictionary<long, (string Name, int? Width, int? Height)> _images = [];
    private readonly Dictionary<long, List<(long Category, ImportedShape Shape)>> _shapes = [];
    private int _number;

    /// <returns>A problem, where the element cannot be used.</returns>
    public ImportProblem? Add(string array, JsonElement element)
    {
        try
        {
            switch (array)
            {
                case "categories":
                    _categories[element.GetProperty("id").GetInt64()] = (element.GetProperty("name").GetString() ?? "").Trim();
                    break;
                case "images":
                    _images[element.GetProperty("id").GetInt64()] = (element.GetProperty("file_name").GetString()!, Size(element, "width"), Size(element, "height"));
                    break;
                case "annotations":
                    _number++;
                    return AddShape(element);
                default:
                    break;
            }

            return null;
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return new ImportProblem(PlaceOf(array), ImportCodes.RowUnreadable, $"The element was skipped: {exception.Message}");
        }
    }

    public IEnumerable<ImportItem> Finish(SplitKind? split)
    {
        yield return new ImportedClasses([.. _categories.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
        foreach (var (id, image) in _images)
        {
            var shapes = new List<ImportedShape>();
            foreach (var (category, shape) in _shapes.GetValueOrDefault(id, []))
            {
                if (_categories.TryGetValue(category, out var name))
                {
                    shapes.Add(shape with { ClassName = name });
                }
                else
                {
                    yield return new ImportProblem(path, ImportCodes.RowUnreadable, $"An annotation of '{image.Name}' names category {category}, which the file lacks; it was skipped.");
                }
            }

            yield return new ImportedImage([image.Name.Replace('\\', '/')], image.Width, image.Height, split, shapes, path);
        }

        foreach (var (id, shapes) in _shapes.Where(pair => !_images.ContainsKey(pair.Key)))
        {
            yield return new ImportProblem(path, ImportCodes.UnknownImage, $"{shapes.Count} annotations name image {id}, which the file lacks; they were skipped.");
        }
    }

    private ImportProblem? AddShape(JsonElement element)
    {
        var geometries = CocoGeometry.Read(element, out var why);
        if (geometries.Count == 0)
        {
            return new ImportProblem(PlaceOf("annotations"), why is null ? ImportCodes.DegenerateShape : ImportCodes.RowUnreadable, why ?? "The annotation has no box or shape with an area; it was skipped.");
        }

        var image = element.GetProperty("image_id").GetInt64();
        var category = element.GetProperty("category_id").GetInt64();
        if (!_shapes.TryGetValue(image, out var shapes))
        {
            _shapes[image] = shapes = [];
        }

        shapes.Add((category, new ImportedShape("", geometries, IsNormalized: false, CocoGeometry.Attributes(element))));
        return null;
    }

    private string PlaceOf(string array) => array == "annotations" ? $"{path}, annotation {_number}" : $"{path}, {array}";

    private static int? Size(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt32(out var size) && size > 0 ? size : null;
}
