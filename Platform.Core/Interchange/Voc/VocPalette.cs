using System.Globalization;
using Platform.Core.Interchange.Export;

namespace Platform.Core.Interchange.Voc;

/// <summary>The class list of VOC's segmentation: place 0 is the background, 255 the void around objects; a colour each.</summary>
/// <param name="Names">By place.</param>
/// <param name="Colors">By place, 0xRRGGBB.</param>
internal sealed record VocPalette(IReadOnlyList<string> Names, IReadOnlyList<int> Colors)
{
    private static readonly string[] s_vocNames =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep",
        "sofa", "train", "tvmonitor",
    ];

    /// <summary>The 21 names of the challenge, where a data set has no labelmap.txt.</summary>
    public static VocPalette Default { get; } = new(s_vocNames, [.. Enumerable.Range(0, s_vocNames.Length).Select(Color)]);

    public static VocPalette Of(IReadOnlyList<ExportClass> classes) => new(
        [.. classes.Select(item => item.Key).Prepend("background")], [.. Enumerable.Range(0, classes.Count + 1).Select(Color)]);

    /// <summary>Reads labelmap.txt; sample: <c>cat:64,0,0:head,body:sit</c>.</summary>
    public static VocPalette? Read(IImportSource source)
    {
        var path = source.Paths.FirstOrDefault(path => Path.GetFileName(path).Equals("labelmap.txt", StringComparison.OrdinalIgnoreCase));
        if (path is null)
        {
            return null;
        }

        var rows = TextFile.Lines(source, path).Where(line => line.Trim().Length > 0 && !line.StartsWith('#')).Select(line => line.Split(':')).Where(parts => parts.Length >= 2).ToList();
        return new VocPalette([.. rows.Select(parts => parts[0].Trim())], [.. rows.Select(parts => ParseColor(parts[1]))]);
    }

    public string ToLabelMap() => "# label:color_rgb:parts:actions\n" + string.Concat(Names.Zip(Colors, (name, color) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}:{color >> 16},{(color >> 8) & 0xff},{color & 0xff}::\n")));

    /// <summary>The challenge's colour of a place: the bits of the number dealt out to the three channels, highest first.</summary>
    public static int Color(int place)
    {
        var color = 0;
        for (var bit = 7; place > 0; bit--, place >>= 3)
        {
            color |= ((place & 1) << (16 + bit)) | (((place >> 1) & 1) << (8 + bit)) | (((place >> 2) & 1) << bit);
        }

        return color;
    }

    private static int ParseColor(string text)
    {
        var parts = text.Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var value) ? value & 0xff : 0).ToArray();
        return parts is [var red, var green, var blue] ? (red << 16) | (green << 8) | blue : -1;
    }
}
