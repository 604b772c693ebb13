using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>An image that annotations can be imported for; size in pixels, upright.</summary>
public sealed record ImportTarget(Guid AssetId, string FileName, int Width, int Height);

/// <summary>A class that imported shapes can get.</summary>
public sealed record ImportClass(Guid Id, string Key, string DisplayName, ShapeType? ShapeType);

/// <summary>A shape ready to be stored: inside its image, of its class's type.</summary>
public sealed record PlannedShape(Guid LabelClassId, ShapeGeometry Geometry, string? Attributes);

/// <summary>What is to be stored for one image.</summary>
public sealed record PlannedImage(ImportTarget Target, SplitKind? Split, IReadOnlyList<PlannedShape> Shapes);

/// <summary>
/// Turns what importers read into what is stored: matches images and classes, turns shares into pixels, cuts at the edges, and counts
/// everything for the report. The dry run and the import are the same code.
/// </summary>
/// <param name="classMap">Class in the files → key in the ontology, or null to skip it; classes not named here match by key or display name.</param>
public sealed class ImportPlanner(IReadOnlyCollection<ImportTarget> targets, IReadOnlyCollection<ImportClass> classes, IReadOnlyDictionary<string, string?>? classMap = null)
{
    // Boxes hanging over the edge by no more than this are rounding, not worth a line in the report.
    private const double SilentClipPx = 1.0;

    private readonly ImageNames<ImportTarget> _images = new(targets, target => target.FileName);
    private readonly HashSet<Guid> _named = [];
    private readonly Dictionary<string, (ImportClass? Class, bool Skip)> _resolved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _withoutShapes = [];
    private readonly List<string> _missing = [];
    private readonly List<ImportProblem> _problems = [];
    private int _imageCount;
    private int _shapeCount;
    private int _clipped;

    /// <summary>Null where the item holds nothing to store.</summary>
    public PlannedImage? Plan(ImportItem item)
    {
        switch (item)
        {
            case ImportProblem problem:
                _problems.Add(problem);
                return null;
            case ImportedClasses declared:
                foreach (var name in declared.Names)
                {
                    _counts.TryAdd(name, 0);
                }

                return null;
            case ImportedImage image:
                return Plan(image);
            default:
                return null;
        }
    }

    public ImportReport Report() => new()
    {
        Images = _imageCount,
        MatchedImages = _named.Count,
        Shapes = _shapeCount,
        ClippedShapes = _clipped,
        Classes = [.. Resolved().Where(found => found.Class is not null || found.Skip).Select(found => new ImportedClassCount(found.Name, found.Count, found.Class?.Key))],
        UnknownClasses = [.. Resolved().Where(found => found.Class is null && !found.Skip && found.Count > 0).Select(found => new UnknownClass(found.Name, found.Count))],
        ImagesWithoutShapes = _withoutShapes,
        MissingImages = _missing,
        ImagesWithoutAnnotations = [.. targets.Where(target => !_named.Contains(target.AssetId)).Select(target => target.FileName).Order(StringComparer.Ordinal)],
        Problems = _problems,
    };

    private IEnumerable<(string Name, int Count, ImportClass? Class, bool Skip)> Resolved() =>
        _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value, Resolve(pair.Key).Class, Resolve(pair.Key).Skip));

    private PlannedImage? Plan(ImportedImage image)
    {
        _imageCount++;
        foreach (var shape in image.Shapes)
        {
            _counts[shape.ClassName] = _counts.GetValueOrDefault(shape.ClassName) + 1;
        }

        if (image.Shapes.Count == 0)
        {
            _withoutShapes.Add(image.Name);
        }

        var target = _images.Find(image.Names, out var ambiguous);
        if (target is null)
        {
            _missing.Add(image.Name);
            if (ambiguous)
            {
                _problems.Add(new ImportProblem(
                    image.Source, ImportCodes.AmbiguousImage, $"Several images are called '{image.Name}'; its annotations were left out. Import with folder names, or rename one."));
            }

            return null;
        }

        if (!_named.Add(target.AssetId))
        {
            _problems.Add(new ImportProblem(image.Source, ImportCodes.RepeatedImage, $"'{target.FileName}' is annotated more than once in the files; all of it is taken."));
        }

        if ((image.Width is { } width && width != target.Width) || (image.Height is { } height && height != target.Height))
        {
            _problems.Add(new ImportProblem(
                image.Source, ImportCodes.SizeMismatch, $"The file says {image.Width}×{image.Height} pixels, the image has {target.Width}×{target.Height}; coordinates were taken as they are."));
        }

        var shapes = image.Shapes.Select(shape => Place(shape, target, image.Source)).OfType<PlannedShape>().DistinctBy(TagOnce).ToList();
        _shapeCount += shapes.Count;
        return new PlannedImage(target, image.Split, shapes);
    }

    // A tag says something of the whole image and stands once; every drawn shape stands for itself.
    private static object TagOnce(PlannedShape shape) => shape.Geometry is TagGeometry ? shape.LabelClassId : new object();

    private PlannedShape? Place(ImportedShape shape, ImportTarget target, string source)
    {
        if (Resolve(shape.ClassName).Class is not { } labelClass)
        {
            return null;
        }

        var place = $"{source}, {target.FileName}";
        if (labelClass.ShapeType is null)
        {
            return new PlannedShape(labelClass.Id, TagGeometry.Instance, shape.Attributes);
        }

        if (shape.Geometries.FirstOrDefault(candidate => candidate.Type == labelClass.ShapeType) is not { } geometry)
        {
            var wanted = EnumText<ShapeType>.ToText(labelClass.ShapeType.Value);
            _problems.Add(new ImportProblem(
                place, ImportCodes.TypeMismatch, $"The class '{labelClass.Key}' is drawn as {wanted}, which the file does not give; the shape was skipped. Map '{shape.ClassName}' to another class."));
            return null;
        }

        var pixels = shape.IsNormalized ? geometry.Scale(target.Width, target.Height) : geometry;
        return Fit(pixels, target, shape.ClassName, place) is { } fitted ? new PlannedShape(labelClass.Id, fitted, shape.Attributes) : null;
    }

    private ShapeGeometry? Fit(ShapeGeometry geometry, ImportTarget target, string className, string place)
    {
        try
        {
            GeometryRules.Check(geometry, target.Width, target.Height);
        }
        catch (DomainRuleException exception)
        {
            _problems.Add(new ImportProblem(place, ImportCodes.DegenerateShape, $"A shape of '{className}' was skipped. {exception.Message}"));
            return null;
        }

        if (GeometryRules.Clip(geometry, target.Width, target.Height) is not { } clipped)
        {
            _problems.Add(new ImportProblem(place, ImportCodes.OutsideImage, FormattableString.Invariant(
                $"A shape of '{className}' at {Describe(geometry.Bounds)} lies outside the image of {target.Width}×{target.Height} pixels; it was skipped.")));
            return null;
        }

        BoxGeometry before = geometry.Bounds, after = clipped.Bounds;
        var cut = Math.Max(Math.Max(after.X - before.X, after.Y - before.Y), Math.Max(before.Right - after.Right, before.Bottom - after.Bottom));
        if (cut > 0)
        {
            _clipped++;
            if (cut > SilentClipPx)
            {
                _problems.Add(new ImportProblem(place, ImportCodes.Clipped, $"A shape of '{className}' at {Describe(before)} was cut at the image's edge to {Describe(after)}."));
            }
        }

        return clipped;
    }

    private (ImportClass? Class, bool Skip) Resolve(string name)
    {
        if (_resolved.TryGetValue(name, out var known))
        {
            return known;
        }

        var mapped = classMap is not null && classMap.TryGetValue(name, out var key) ? (Key: key, Is: true) : (Key: name, Is: false);
        var found = mapped switch
        {
            { Key: null } => (null, true),
            { Is: true } => (classes.FirstOrDefault(item => item.Key == mapped.Key), false),
            _ => (ByName(name), false),
        };
        return _resolved[name] = found;
    }

    // The exact key first; other spellings only when they mean one class.
    private ImportClass? ByName(string name)
    {
        var exact = classes.FirstOrDefault(item => item.Key == name) ?? classes.FirstOrDefault(item => item.DisplayName == name);
        if (exact is not null)
        {
            return exact;
        }

        var similar = classes.Where(item => string.Equals(item.Key, name, StringComparison.OrdinalIgnoreCase) || string.Equals(item.DisplayName, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return similar.Count == 1 ? similar[0] : null;
    }

    private static string Describe(BoxGeometry box) => FormattableString.Invariant($"({box.X:0.##}, {box.Y:0.##}) to ({box.Right:0.##}, {box.Bottom:0.##})");
}
