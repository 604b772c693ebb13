using System.Text.Json;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Coco;

/// <summary>
/// One COCO file, read twice: first to learn where each annotation stands and which image it belongs to, since annotations come in any order and
/// often before the images they name; then annotation by annotation, image after image. Memory holds the images and 20 bytes an annotation,
/// whatever the file's size.
/// </summary>
internal sealed class CocoFile : IDisposable
{
    // The place of an annotation that could not be read: it keeps its number.
    private const int NoImage = -1;

    private readonly Stream _stream;
    private readonly Dictionary<long, string> _categories = [];
    private readonly CocoPlaces _places = new();

    // Image ids get numbers as they are met, by annotations or images, whichever come first.
    private readonly Dictionary<long, int> _slots = [];
    private readonly List<(long Id, int? Image)> _imageIds = [];
    private byte[] _raw = [];
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
            yield return (_order[i] + 1, ReadAt(_places[_order[i]]));
        }
    }

    public void Dispose() => _stream.Dispose();

    private JsonElement ReadAt(CocoPlace place)
    {
        if (_raw.Length < place.Bytes)
        {
            _raw = new byte[place.Bytes * 2L <= Array.MaxLength ? place.Bytes * 2 : place.Bytes];
        }

        _stream.Position = place.Offset;
        _stream.ReadExactly(_raw, 0, place.Bytes);
        return JsonElement.Parse(_raw.AsSpan(0, place.Bytes));
    }

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
                    problems.Add(ProblemTexts.RowUnreadable.Because(isAnnotation ? $"{Path}, annotation {number}" : $"{Path}, {array}", exception));
                    if (isAnnotation)
                    {
                        _places.Add(new CocoPlace(0, 0, NoImage));
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidDataException or InvalidOperationException)
        {
            problems.Add(ProblemTexts.FileCut.Because(Path, exception));
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
                var name = image.GetProperty("file_name").GetString() ?? throw new MalformedException("malformed.no_file_name", "the image has no file name.");
                var slot = SlotOf(id);
                _imageIds[slot] = (id, Images.Count);
                Images.Add(new CocoImage(name.Replace('\\', '/'), Size(image, "width"), Size(image, "height")));
                break;
            case "annotations":
                _places.Add(new CocoPlace(offset, raw.Length, SlotOf(ImageIdOf(raw))));
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
        for (var i = 0; i < _places.Count; i++)
        {
            if (ImageAt(i) is { } image)
            {
                _firstOf[image + 1]++;
            }
            else if (_places[i].ImageSlot is var slot and not NoImage)
            {
                unknown[_imageIds[slot].Id] = unknown.GetValueOrDefault(_imageIds[slot].Id) + 1;
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
            if (ImageAt(i) is { } image)
            {
                _order[next[image]++] = i;
            }
        }

        problems.AddRange(unknown.Select(pair =>
            ProblemTexts.UnknownImage.At(Path, pair.Value, pair.Key)));
    }

    private int? ImageAt(int place) => _places[place].ImageSlot is var slot and not NoImage ? _imageIds[slot].Image : null;

    private int SlotOf(long imageId)
    {
        if (!_slots.TryGetValue(imageId, out var slot))
        {
            _slots[imageId] = slot = _imageIds.Count;
            _imageIds.Add((imageId, null));
        }

        return slot;
    }

    private static long ImageIdOf(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new MalformedException("malformed.no_object", "it is not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isImage = reader.ValueTextEquals("image_id"u8);
            reader.Read();
            if (isImage)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) ? id : throw new MalformedException("malformed.number_missing", "“image_id” is missing or not a number.", "image_id");
            }

            reader.Skip();
        }

        throw new MalformedException("malformed.number_missing", "“image_id” is missing or not a number.", "image_id");
    }

    private static int? Size(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var size) && size > 0 ? size : null;
}

/// <summary>An image as a COCO file names it.</summary>
internal sealed record CocoImage(string Name, int? Width, int? Height);
