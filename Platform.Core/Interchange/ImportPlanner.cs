using Platform.Core.Annotations.Geometry;

namespace Platform.Core.Interchange;

/// <summary>
/// Turns what importers read into what is stored: matches images and classes, turns shares into pixels, cuts at the edges, and counts
/// everything for the report. The dry run and the import are the same code.
/// </summary>
/// <param name="classMap">Class in the files → key in the ontology, or null to skip it; classes not named here match by key or display name.</param>
/// <param name="keepDuplicates">Whether shapes that stand twice on an image are stored twice; they are counted either way.</param>
public sealed class ImportPlanner(
    IReadOnlyCollection<ImportTarget> targets, IReadOnlyCollection<ImportClass> classes, IReadOnlyDictionary<string, string?>? classMap = null, bool keepDuplicates = false)
{
    private readonly ImageNames<ImportTarget> _images = new(targets.Where(target => !target.IsVideo), target => target.FileName);
    private readonly ImageNames<ImportTarget> _videos = new(targets.Where(target => target.IsVideo), target => target.FileName);
    private readonly HashSet<Guid> _named = [];
    private readonly ImportClasses _classes = new(classes, classMap);
    private readonly ImportTally _tally = new();
    private readonly DuplicateShapes _duplicates = new();
    private int _duplicateCount;

    /// <summary>What the item gives to store: nothing, an image, or the frames that stand for a video.</summary>
    public IReadOnlyList<PlannedImage> Plan(ImportItem item)
    {
        switch (item)
        {
            case ImportProblem problem:
                _tally.Report(problem);
                return [];
            case ImportedClasses declared:
                _classes.Declare(declared.Names);
                return [];
            case ImportedImage image:
                return PlanVideoOrImage(image);
            default:
                return [];
        }
    }

    /// <summary>Leaves out what stands on the image already, or earlier in the files, and counts it.</summary>
    /// <param name="standing">Class and stored geometry of the image's shapes that stay.</param>
    public PlannedImage WithoutDuplicates(PlannedImage image, IEnumerable<StandingShape> standing)
    {
        var fresh = _duplicates.Fresh(image.Target.AssetId, standing, image.Shapes);
        var doubled = image.Shapes.Count - fresh.Count;
        if (doubled == 0)
        {
            return image;
        }

        _duplicateCount += doubled;
        _tally.Report((keepDuplicates ? ProblemTexts.DuplicatesKept : ProblemTexts.DuplicatesLeftOut).At($"{image.Source}, {image.Target.FileName}", doubled));
        if (keepDuplicates)
        {
            return image;
        }

        _tally.Shapes -= doubled;
        return image with { Shapes = fresh };
    }

    /// <summary>Takes back shapes that are not stored, because the image keeps what it has.</summary>
    public void LeaveOut(PlannedImage image) => _tally.Shapes -= image.Shapes.Count;

    public ImportReport Report() => new()
    {
        Images = _tally.Images,
        MatchedImages = _named.Count,
        Shapes = _tally.Shapes,
        ClippedShapes = _tally.Clipped,
        DuplicateShapes = _duplicateCount,
        Classes = _classes.Counts(),
        UnknownClasses = _classes.Unknown(),
        ImagesWithoutShapes = _tally.WithoutShapes,
        MissingImages = _tally.Missing,
        ImagesWithoutAnnotations = [.. targets.Where(target => !_named.Contains(target.AssetId)).Select(target => target.FileName).Order(StringComparer.Ordinal)],
        Problems = _tally.Problems,
        ProblemCounts = _tally.ProblemCounts,
    };

    private IReadOnlyList<PlannedImage> PlanVideoOrImage(ImportedImage image)
    {
        if (image is { IsVideo: true, Frames: { } frames } && _videos.Find(image.Names, out _) is null)
        {
            var frameImages = frames().ToList();
            if (frameImages.Any(frame => _images.Find(frame.Names, out _) is not null))
            {
                return [.. frameImages.Select(PlanOne).OfType<PlannedImage>()];
            }
        }

        return PlanOne(image) is { } planned ? [planned] : [];
    }

    private PlannedImage? PlanOne(ImportedImage image)
    {
        _tally.Images++;
        foreach (var shape in image.Shapes)
        {
            _classes.Count(shape.ClassName);
        }

        if (image.Shapes.Count == 0)
        {
            _tally.WithoutShapes.Add(image.Name);
        }

        var target = (image.IsVideo ? _videos : _images).Find(image.Names, out var ambiguous);
        if (target is null)
        {
            _tally.Missing.Add(image.Name);
            if (ambiguous)
            {
                _tally.Report(ProblemTexts.AmbiguousImage.At(image.Source, image.Name));
            }

            return null;
        }

        if (!_named.Add(target.AssetId))
        {
            _tally.Report(ProblemTexts.RepeatedImage.At(image.Source, target.FileName));
        }

        if ((image.Width is { } width && width != target.Width) || (image.Height is { } height && height != target.Height))
        {
            _tally.Report(ProblemTexts.SizeMismatch.At(image.Source, image.Width, image.Height, target.Width, target.Height));
        }

        var placement = new ShapePlacement(target, image.Source, _classes, _tally);
        var shapes = image.Shapes.Select(placement.Place).OfType<PlannedShape>().DistinctBy(TagOnce).ToList();
        _tally.Shapes += shapes.Count;
        return new PlannedImage(target, image.Split, shapes, image.Source);
    }

    // A tag says something of the whole image, or frame, and stands once; a track has one keyframe a frame; every other shape stands for itself.
    private static object TagOnce(PlannedShape shape) => shape switch
    {
        { Geometry: TagGeometry } => (shape.LabelClassId, shape.Frame),
        { Track: { } track } => (track, shape.Frame),
        _ => new object(),
    };
}
