using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>Puts the shapes of one item onto their image: the class's geometry, in pixels, inside the image. What cannot be placed is reported.</summary>
internal sealed class ShapePlacement(ImportTarget target, string source, ImportClasses classes, ImportTally tally)
{
    // Boxes hanging over the edge by no more than this are rounding, not worth a line in the report.
    private const double SilentClipPx = 1.0;

    // Stored numbers are rounded to 1/1000 pixel, so an edge may lie that far outside; cutting it would change what was exported.
    private const double RoundingPx = 0.01;

    private readonly string _place = $"{source}, {target.FileName}";

    public PlannedShape? Place(ImportedShape shape)
    {
        if (classes.Find(shape.ClassName) is not { } labelClass || !HasItsFrame(shape, labelClass))
        {
            return null;
        }

        return GeometryFor(shape, labelClass) is { } geometry
            ? new PlannedShape(labelClass.Id, geometry, AttributeTyping.Apply(shape.Attributes, labelClass.Attributes))
            {
                Frame = target.IsVideo ? shape.Frame : null,
                Track = target.IsVideo ? shape.Track : null,
                ZOrder = shape.ZOrder,
            }
            : null;
    }

    private ShapeGeometry? GeometryFor(ImportedShape shape, ImportClass labelClass)
    {
        if (labelClass.ShapeType is null)
        {
            return TagGeometry.Instance;
        }

        if (shape.Geometries.FirstOrDefault(candidate => candidate.Type == labelClass.ShapeType) is not { } geometry)
        {
            tally.Report(ProblemTexts.TypeMismatch.At(_place, labelClass.Key, EnumText<ShapeType>.ToText(labelClass.ShapeType.Value), shape.ClassName));
            return null;
        }

        if (shape.IsRotated && geometry is BoxGeometry)
        {
            tally.Report(ProblemTexts.RotationLost.At(_place, shape.ClassName));
        }

        var pixels = shape.IsNormalized ? geometry.Scale(target.Width, target.Height) : geometry;
        var ordered = pixels is NamedPoints named ? named.Ordered(labelClass.KeypointNames) : pixels;
        if (ordered is KeypointsGeometry keypoints && labelClass.KeypointNames.Count > 0 && keypoints.Points.Count != 3 * labelClass.KeypointNames.Count)
        {
            tally.Report(ProblemTexts.SkeletonLength.At(_place, labelClass.Key, labelClass.KeypointNames.Count, keypoints.Points.Count / 3));
            return null;
        }

        return Fit(ordered is BoxGeometry box ? AsStored(box) : ordered, shape.ClassName);
    }

    // Corners and shares give a box of half a pixel as 0.49999…, which would be refused as too small.
    private static BoxGeometry AsStored(BoxGeometry box) =>
        new(GeometryJson.Rounded(box.X), GeometryJson.Rounded(box.Y), GeometryJson.Rounded(box.Width), GeometryJson.Rounded(box.Height));

    private bool HasItsFrame(ImportedShape shape, ImportClass labelClass)
    {
        if (!target.IsVideo || (shape.Frame is null && labelClass.ShapeType is null) || (shape.Frame >= 0 && shape.Frame < target.FrameCount))
        {
            return true;
        }

        tally.Report(shape.Frame is { } frame ? ProblemTexts.FrameMissing.At(_place, target.FrameCount, shape.ClassName, frame) : ProblemTexts.FrameUnnamed.At(_place, shape.ClassName));
        return false;
    }

    private ShapeGeometry? Fit(ShapeGeometry geometry, string className)
    {
        try
        {
            GeometryRules.Check(geometry, target.Width, target.Height);
        }
        catch (DomainRuleException exception)
        {
            tally.Report(ProblemTexts.Degenerate.Because(_place, exception, className));
            return null;
        }

        var before = geometry.Bounds;
        if (before.X >= -RoundingPx && before.Y >= -RoundingPx && before.Right <= target.Width + RoundingPx && before.Bottom <= target.Height + RoundingPx
            && before is { Width: >= GeometryRules.MinimumSidePx, Height: >= GeometryRules.MinimumSidePx })
        {
            return geometry;
        }

        if (GeometryRules.Clip(geometry, target.Width, target.Height) is not { } clipped)
        {
            tally.Report(ProblemTexts.Outside.At(_place, className, Describe(before), target.Width, target.Height));
            return null;
        }

        var after = clipped.Bounds;
        var cut = Math.Max(Math.Max(after.X - before.X, after.Y - before.Y), Math.Max(before.Right - after.Right, before.Bottom - after.Bottom));
        if (cut > RoundingPx)
        {
            tally.Clipped++;
            if (cut > SilentClipPx)
            {
                tally.Report(ProblemTexts.Clipped.At(_place, className, Describe(before), Describe(after)));
            }
        }

        return clipped;
    }

    private static string Describe(BoxGeometry box) => FormattableString.Invariant($"({box.X:0.##}, {box.Y:0.##})–({box.Right:0.##}, {box.Bottom:0.##})");
}
