using System.Text.Json;

namespace Platform.Core.Interchange.Coco;

/// <summary>
/// One COCO file, read twice: first to learn where each annotation stands and which image it belongs to, since annotations come in any order and
/// often before the images they name; then annotation by annotation, image after image. Memory holds the images and 28 bytes an annotation,
/// whatever the file's size.
/// </summary>
internal sealed class CocoFile : IDisposable
{
    private readonly Stream _stream;
    private readonly Dictionary<long, string> _categories = [];
    private readonly Dictionary<long, int> _imageOf = [];
    private readonly List<(long ImageId, long Offset, int Bytes)> _places = [];
    private int[] _order = [];
    private int[] _firstOf = [];

    private CocoFile(string path, CocoTask task, Stream stream) => (Path, Task, _stream) = (path, task, stream);

    public string Path { get; }

    public CocoTask Task { get; }

    public List<CocoImage> Images { get; } = [];

    public IEnumerable<string> ClassNames => _categories.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    public static CocoFile Open(IImportSource source, string path, CocoTask task, List<ImportProblem> problems, CancellationToken cancellationToken)
    {
        var file = new CocoFile(path, task, SeekableFile.Open(source, path));
        file.Index(problems, cancellationToken);
        file.Group(problems);
        return file;
    }

    public string? ClassOf(long category) => _categories.GetValueOrDefault(category);

    /// <summary>The annotations of an image with their numbers in the file, counted from 1.</summary>
    public IEnumerable<(int Number, JsonElement Annotation)> AnnotationsOf(int image)
    {
        for (var i = _firstOf[image]; i < _firstOf[image + 1]; i++)
        {
            var place = _places[_order[i]];
            var raw = new byte[place.Bytes];
            _stream.Position = place.Offset;
            _stream.ReadExactly(raw);
            yield return (_order[i] + 1, JsonElement.Parse(raw));
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Index(List<ImportProblem> problems, CancellationToken cancellationToken)
    {
        var arrays = new JsonRootArrays(_stream);
        var number = 0;
        try
        {
            while (arrays.TryReadRaw(out var array, out var raw))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isAnnotation = array == "annotations";
                number += isAnnotation ? 1 : 0;
                try
                {
                    Add(array, raw, arrays.ElementOffset);
                }
                catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
                {
                    problems.Add(new ImportProblem(isAnnotation ? $"{Path}, annotation {number}" : $"{Path}, {array}", ImportCodes.RowUnreadable, $"The element was skipped: {exception.Message}"));
                    if (isAnnotation)
                    {
                        _places.Add((long.MinValue, 0, 0));
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidDataException or InvalidOperationException)
        {
            problems.Add(new ImportProblem(Path, ImportCodes.FileUnreadable, $"The file is not whole or not JSON; what stood before was read. {exception.Message}"));
        }
    }

    private void Add(string array, ReadOnlySpan<byte> raw, long offset)
    {
        switch (array)
        {
            case "categories":
                var category = JsonElement.Parse(raw);
                _categories[category.GetProperty("id").GetInt64()] = (category.GetProperty("name").GetString() ?? "").Trim();
                break;
            case "images":
                var image = JsonElement.Parse(raw);
                var id = image.GetProperty("id").GetInt64();
                var name = image.GetProperty("file_name").GetString() ?? throw new FormatException("the image has no file name.");
                _imageOf[id] = Images.Count;
                Images.Add(new CocoImage(name.Replace('\\', '/'), Size(image, "width"), Size(image, "height")));
                break;
            case "annotations":
                _places.Add((ImageIdOf(raw), offset, raw.Length));
                break;
            default:
                break;
        }
    }

    // Puts the annotations in the order of their images; those of unknown images are counted and left out.
    private void Group(List<ImportProblem> problems)
    {
        _firstOf = new int[Images.Count + 1];
        var unknown = new SortedDictionary<long, int>();
        foreach (var place in _places)
        {
            if (_imageOf.TryGetValue(place.ImageId, out var image))
            {
                _firstOf[image + 1]++;
            }
            else if (place.ImageId != long.MinValue)
            {
                unknown[place.ImageId] = unknown.GetValueOrDefault(place.ImageId) + 1;
            }
        }

        for (var i = 0; i < Images.Count; i++)
        {
            _firstOf[i + 1] += _firstOf[i];
        }

        var next = _firstOf.ToArray();
        _order = new int[_firstOf[^1]];
        for (var i = 0; i < _places.Count; i++)
        {
            if (_imageOf.TryGetValue(_places[i].ImageId, out var image))
            {
                _order[next[image]++] = i;
            }
        }

        problems.AddRange(unknown.Select(pair =>
            new ImportProblem(Path, ImportCodes.UnknownImage, $"{pair.Value} annotations name image {pair.Key}, which the file lacks; they were skipped.")));
    }

    private static long ImageIdOf(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("it is not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isImage = reader.ValueTextEquals("image_id"u8);
            reader.Read();
            if (isImage)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) ? id : throw new FormatException("its image_id is not a whole number.");
            }

            reader.Skip();
        }

        throw new KeyNotFoundException("it has no image_id.");
    }

    private static int? Size(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var size) && size > 0 ? size : null;
}

/// <summary>An image as a COCO file names it.</summary>
internal sealed record CocoImage(string Name, int? Width, int? Height);
