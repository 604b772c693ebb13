using System.Globalization;
using System.Runtime.CompilerServices;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Yolo;

/// <summary>
/// Reads YOLO label files, one an image: <c>class cx cy w h</c> boxes, <c>class x1 y1 … xn yn</c> polygons and, where data.yaml has
/// kpt_shape, <c>class cx cy w h (px py [v])…</c> poses; all as shares of the upright image's size. Each row is read by its own length.
/// </summary>
public sealed class YoloImporter : IAnnotationImporter
{
    private const int BoxColumns = 5;
    private const int PredictionColumns = 6;

    private static readonly string[] s_notLabels = ["classes", "readme", "notes", "license"];

    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var names = YoloNames.Find(source);
        if (names is null)
        {
            yield return ProblemTexts.YoloNames.At("data.yaml");
        }
        else
        {
            yield return new ImportedClasses([.. names.Names.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
        }

        var lists = Lists(source);
        foreach (var path in LabelFiles(source))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problems = new List<ImportItem>();
            var shapes = ReadFile(source, path, names, problems);
            foreach (var problem in problems)
            {
                yield return problem;
            }

            var split = lists.TryGetValue(Stem(path), out var listed) ? listed : SplitNames.FromPath(path, withFileName: false);
            yield return new ImportedImage(ImageNames(path), null, null, split, shapes, path);
        }
    }

    private static List<ImportedShape> ReadFile(IImportSource source, string path, YoloNames? names, List<ImportItem> problems)
    {
        var shapes = new List<ImportedShape>();
        var number = 0;
        try
        {
            foreach (var line in TextFile.Lines(source, path))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                try
                {
                    shapes.Add(ReadRow(line, names));
                }
                catch (MalformedException malformed)
                {
                    problems.Add(ProblemTexts.RowUnreadable.Because($"{path}, line {number}", malformed));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            problems.Add(ProblemTexts.FileCut.Because(path, exception));
        }

        return shapes;
    }

    private static ImportedShape ReadRow(string line, YoloNames? names)
    {
        var columns = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (!double.TryParse(columns[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                throw new MalformedException("malformed.not_a_number", $"“{columns[i]}” is not a number.", columns[i]);
            }
        }

        var index = (int)numbers[0];
        if (numbers[0] < 0 || index != numbers[0])
        {
            throw new MalformedException("malformed.class_number", $"“{columns[0]}” is not a class number.", columns[0]);
        }

        var name = index.ToString(CultureInfo.InvariantCulture);
        if (names is not null && !names.Names.TryGetValue(index, out name))
        {
            throw new MalformedException("malformed.class_unknown", $"class {index} is not among the names in {names.File}.", index.ToString(CultureInfo.InvariantCulture), names.File);
        }

        var geometries = Geometries(numbers, names);
        return geometries.Count == 0
            ? throw new MalformedException("malformed.columns", $"{columns.Length} columns are no box, polygon or pose.", columns.Length.ToString(CultureInfo.InvariantCulture))
            : new ImportedShape(name!, geometries, IsNormalized: true, Attributes: null);
    }

    private static IReadOnlyList<ShapeGeometry> Geometries(double[] numbers, YoloNames? names)
    {
        if (names is { KeypointCount: { } count, KeypointValues: { } values } && numbers.Length == BoxColumns + (count * values))
        {
            return [Keypoints(numbers[BoxColumns..], values), Box(numbers)];
        }

        // A sixth column is the confidence that prediction dumps add.
        if (numbers.Length is BoxColumns or PredictionColumns)
        {
            return [Box(numbers)];
        }

        if (numbers.Length >= 7 && numbers.Length % 2 == 1)
        {
            var polygon = new PolygonGeometry([numbers[1..]]);
            return [polygon, polygon.Bounds];
        }

        return [];
    }

    private static BoxGeometry Box(double[] row) => new(row[1] - (row[3] / 2), row[2] - (row[4] / 2), row[3], row[4]);

    // Two-value keypoints carry no visibility; the convention is that (0, 0) is absent.
    private static KeypointsGeometry Keypoints(double[] numbers, int values) => new([.. numbers.Chunk(values)
        .SelectMany(point => new[] { point[0], point[1], values == 3 ? point[2] : point[0] == 0 && point[1] == 0 ? 0 : 2 })]);

    private static IReadOnlyList<string> LabelFiles(IImportSource source)
    {
        var texts = source.Paths.Where(path => path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)).ToList();
        var inFolder = texts.Where(path => $"/{path}".Contains("/labels/", StringComparison.OrdinalIgnoreCase)).ToList();
        return inFolder.Count > 0
            ? inFolder
            : [.. texts.Where(path => !s_notLabels.Contains(Stem(path), StringComparer.OrdinalIgnoreCase) && SplitNames.Parse(Stem(path)) is null)];
    }

    // Darknet's train.txt and its like list image paths.
    private static Dictionary<string, SplitKind> Lists(IImportSource source)
    {
        var lists = new Dictionary<string, SplitKind>(StringComparer.Ordinal);
        foreach (var path in source.Paths.Where(path => path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && !$"/{path}".Contains("/labels/", StringComparison.OrdinalIgnoreCase)))
        {
            if (SplitNames.Parse(Stem(path)) is { } split)
            {
                foreach (var line in TextFile.Lines(source, path).Where(line => line.Trim().Length > 0))
                {
                    lists.TryAdd(Stem(line.Trim().Replace('\\', '/')), split);
                }
            }
        }

        return lists;
    }

    // images/train/1.jpg has its labels in labels/train/1.txt: the last such folder counts.
    private static IReadOnlyList<string> ImageNames(string path)
    {
        var rooted = "/" + path;
        var folder = rooted.LastIndexOf("/labels/", StringComparison.OrdinalIgnoreCase);
        var stem = rooted[..^Path.GetExtension(rooted).Length];
        var image = folder < 0 ? stem : $"{stem[..folder]}/images/{stem[(folder + "/labels/".Length)..]}";
        return [image[1..]];
    }

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);
}
