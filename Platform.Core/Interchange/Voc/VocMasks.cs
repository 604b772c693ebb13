using System.Globalization;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Voc;

/// <summary>Joins the label images of a data set with its XML files: object n of the image is the n-th object of the XML, if their classes agree.</summary>
internal sealed class VocMasks
{
    private readonly IImportSource _source;
    private readonly Dictionary<string, string> _classes;
    private readonly Dictionary<string, string> _objects;
    private readonly VocPalette _palette;
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    public VocMasks(IImportSource source)
    {
        _source = source;
        _classes = VocSegmentation.Files(source, "SegmentationClass");
        _objects = VocSegmentation.Files(source, "SegmentationObject");
        _palette = VocPalette.Read(source) ?? VocPalette.Default;
    }

    public bool Any => _classes.Count > 0;

    public IReadOnlyList<string> ClassNames => [.. _palette.Names.Skip(1)];

    public IReadOnlyList<ImportItem> Complete(ImportedImage image)
    {
        var stem = Below(image.Source);
        if (!_classes.ContainsKey(stem))
        {
            stem = Path.GetFileName(stem);
        }

        if (!_classes.ContainsKey(stem))
        {
            return [image];
        }

        _used.Add(stem);
        return Read(stem, out var size, out var problem) is { } masks
            ? [image with { Shapes = Joined(image.Shapes, masks), Width = image.Width ?? size.Width, Height = image.Height ?? size.Height }]
            : [problem!, image];
    }

    /// <summary>Images that have label images but no XML.</summary>
    public IEnumerable<ImportItem> Rest(VocSplitLists lists)
    {
        foreach (var (stem, path) in _classes.Where(pair => !_used.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return Read(stem, out var size, out var problem) is { } masks
                ? new ImportedImage([stem], size.Width, size.Height, lists.SplitOf(stem), Joined([], masks), path)
                : problem!;
        }
    }

    private static List<ImportedShape> Joined(IReadOnlyList<ImportedShape> shapes, IReadOnlyList<VocObject> masks)
    {
        var joined = shapes.ToList();
        foreach (var mask in masks)
        {
            var number = mask.Number.ToString(CultureInfo.InvariantCulture);
            var place = joined.FindIndex(shape => shape.SourceId == number && shape.ClassName == mask.ClassName);
            if (place >= 0)
            {
                joined[place] = joined[place] with { Geometries = [mask.Mask, .. joined[place].Geometries] };
            }
            else
            {
                joined.Add(new ImportedShape(mask.ClassName, [mask.Mask, mask.Mask.Bounds], IsNormalized: false, Attributes: null));
            }
        }

        return joined;
    }

    private static string Below(string path)
    {
        var folder = $"/{path}".LastIndexOf("/Annotations/", StringComparison.OrdinalIgnoreCase);
        return Path.ChangeExtension(folder < 0 ? path : path[(folder + "Annotations/".Length)..], null);
    }

    private IReadOnlyList<VocObject>? Read(string stem, out (int? Width, int? Height) size, out ImportProblem? problem)
    {
        (size, problem) = ((null, null), null);
        try
        {
            var (objects, width, height) = VocSegmentation.Read(_source, _classes[stem], _objects.GetValueOrDefault(stem), _palette);
            size = (width, height);
            return objects;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or DomainRuleException)
        {
            problem = ProblemTexts.MasksUnreadable.Because(_classes[stem], exception);
            return null;
        }
    }
}
