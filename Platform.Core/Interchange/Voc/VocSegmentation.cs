using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;

namespace Platform.Core.Interchange.Voc;

/// <summary>An object of a segmentation: its number in SegmentationObject, its class by SegmentationClass, its pixels.</summary>
internal sealed record VocObject(int Number, string ClassName, MaskGeometry Mask);

/// <summary>Reads the label images of VOC: <c>SegmentationObject/x.png</c> says which object a pixel belongs to, <c>SegmentationClass/x.png</c> which class. 255 is void.</summary>
internal static class VocSegmentation
{
    /// <summary>An index is a byte, 0 is background and 255 void.</summary>
    public const int MaxObjects = 254;

    private const int Void = 255;
    private const int VoidColor = 0xE0E0C0;

    public static bool IsLabelImage(string path) => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
        && ($"/{path}".Contains("/SegmentationClass/", StringComparison.OrdinalIgnoreCase) || $"/{path}".Contains("/SegmentationObject/", StringComparison.OrdinalIgnoreCase));

    /// <returns>File names without folder and extension that have a label image, and its path.</returns>
    public static Dictionary<string, string> Files(IImportSource source, string folder) => source.Paths
        .Where(path => $"/{path}".Contains($"/{folder}/", StringComparison.OrdinalIgnoreCase) && path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        .GroupBy(StemBelow(folder), StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <param name="objects">Path of the object image; null where there is none, and each class is one object.</param>
    public static (IReadOnlyList<VocObject> Objects, int Width, int Height) Read(IImportSource source, string classes, string? objects, VocPalette palette)
    {
        var classImage = Load(source, classes);
        var objectImage = objects is null ? classImage : Load(source, objects);
        if ((classImage.Width, classImage.Height) != (objectImage.Width, objectImage.Height))
        {
            throw new InvalidDataException("its class image and its object image differ in size.");
        }

        var numbers = objectImage.IsColor ? Numbered(objectImage.Values) : objectImage.Values;
        var found = new SortedDictionary<int, Dictionary<int, int>>();
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] is not (0 or Void))
            {
                var votes = found.TryGetValue(numbers[i], out var known) ? known : found[numbers[i]] = [];
                var place = Place(classImage, i, palette);
                votes[place] = votes.GetValueOrDefault(place) + 1;
            }
        }

        return ([.. found.Select(pair => ToObject(pair.Key, pair.Value, numbers, classImage, palette)).OfType<VocObject>()], classImage.Width, classImage.Height);
    }

    private static Func<string, string> StemBelow(string folder) => path =>
    {
        var at = $"/{path}".LastIndexOf($"/{folder}/", StringComparison.OrdinalIgnoreCase);
        return Path.ChangeExtension(path[(at + folder.Length + 1)..], null);
    };

    private static LabelImage Load(IImportSource source, string path)
    {
        using var stream = source.OpenRead(path);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return IndexedPng.Read(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    private static VocObject? ToObject(int number, Dictionary<int, int> votes, int[] numbers, LabelImage image, VocPalette palette)
    {
        var place = votes.MaxBy(vote => vote.Value).Key;
        if (place <= 0 || place >= palette.Names.Count)
        {
            return null;
        }

        var pixels = numbers.Select(value => value == number ? (byte)1 : (byte)0).ToArray();
        return new VocObject(number, palette.Names[place], new MaskCrop(0, 0, image.Width, image.Height, pixels).ToMask(image.Width, image.Height));
    }

    private static int Place(LabelImage image, int pixel, VocPalette palette) =>
        image.IsColor ? IndexOf(palette.Colors, image.Values[pixel]) : image.Values[pixel];

    private static int IndexOf(IReadOnlyList<int> colors, int color)
    {
        for (var i = 0; i < colors.Count; i++)
        {
            if (colors[i] == color)
            {
                return i;
            }
        }

        return -1;
    }

    // A coloured object image numbers its objects by VOC's colours; other colours count in the order in which they appear.
    private static int[] Numbered(int[] colors)
    {
        var numbers = Enumerable.Range(0, Void + 1).ToDictionary(VocPalette.Color, place => place);
        numbers[VoidColor] = Void;
        return [.. colors.Select(color => numbers.TryGetValue(color, out var number) ? number : numbers[color] = numbers.Count + Void)];
    }
}
