using Platform.Core.Annotations.Geometry;
using Platform.Core.Shared;

namespace Platform.Core.SmartTools;

/// <summary>What smart tools accept, and the defaults of what a request leaves out.</summary>
internal static class SmartRules
{
    public const int MaxStrokes = 500;
    public const int MaxStrokePoints = 20_000;
    public const int MaxTargets = 64;

    /// <summary>Smallest side of a box that a tool searches; below it there is no object to tell from its surroundings.</summary>
    public const int MinBoxPx = 4;

    /// <summary>More than a person would ever edit by hand, and far below what a shape may have.</summary>
    public const int MaxPolygonPoints = 20_000;

    private const double MaxEpsilonPx = 100;

    public static BoxToSearch Box(BoxGeometry box, int width, int height)
    {
        double[] numbers = [box.X, box.Y, box.Width, box.Height];
        var clipped = new BoxToSearch(Math.Max(0, box.X), Math.Max(0, box.Y), Math.Min(width, box.Right), Math.Min(height, box.Bottom));
        return numbers.All(double.IsFinite) && clipped.Right - clipped.Left >= MinBoxPx && clipped.Bottom - clipped.Top >= MinBoxPx
            ? clipped
            : throw new DomainRuleException("smart.box_invalid", $"Draw a box of at least {MinBoxPx} × {MinBoxPx} pixels inside the image.", MinBoxPx);
    }

    public static IReadOnlyList<SmartStroke> Strokes(IReadOnlyList<SmartStroke> strokes, int width, int height)
    {
        if (strokes.Count > MaxStrokes || strokes.Sum(stroke => (long)stroke.Points.Count) > 2 * MaxStrokePoints)
        {
            throw new DomainRuleException(
                "smart.too_many_strokes",
                $"At most {MaxStrokes} strokes with {MaxStrokePoints} points can correct a selection. Accept it and draw the rest by hand.",
                MaxStrokes,
                MaxStrokePoints);
        }

        return [.. strokes.Select(stroke => Stroke(stroke, width, height))];
    }

    public static SmartPoint Point(SmartPoint point, int width, int height) =>
        point.X >= 0 && point.Y >= 0 && point.X <= width && point.Y <= height
            ? point
            : throw new DomainRuleException("smart.point_invalid", $"The point must lie inside the image of {width}×{height} pixels.", width, height);

    public static IReadOnlyList<SmartPoint> Targets(IReadOnlyList<SmartPoint> targets, int width, int height) => targets.Count is > 0 and <= MaxTargets
        ? [.. targets.Select(target => Point(target, width, height))]
        : throw new DomainRuleException("smart.targets_invalid", $"Ask for the paths to 1 to {MaxTargets} points at once.", MaxTargets);

    public static int Tolerance(int tolerance) => tolerance is >= 0 and <= 255
        ? tolerance
        : throw new DomainRuleException("smart.tolerance_invalid", "The tolerance lies between 0 and 255.");

    /// <summary>Half a thousandth of the image's longer side where nothing is asked for: invisible when the whole image fits a screen.</summary>
    public static double Epsilon(double? epsilonPx, int width, int height)
    {
        var epsilon = epsilonPx ?? Math.Max(1, Math.Max(width, height) / 2000.0);
        return epsilon is >= 0 and <= MaxEpsilonPx
            ? epsilon
            : throw new DomainRuleException("smart.epsilon_invalid", $"A polygon may be simplified by 0 to {MaxEpsilonPx} pixels.", MaxEpsilonPx);
    }

    // A stroke may leave the image; what counts is the part inside.
    private static SmartStroke Stroke(SmartStroke stroke, int width, int height) =>
        stroke.Points.Count >= 2 && stroke.Points.Count % 2 == 0 && stroke.Points.All(double.IsFinite) && stroke.RadiusPx > 0 && stroke.RadiusPx <= Math.Max(width, height)
            ? stroke with { Points = [.. stroke.Points.Select((value, index) => Math.Clamp(value, 0, index % 2 == 0 ? width : height))] }
            : throw new DomainRuleException("smart.stroke_invalid", "A stroke needs points inside the image and a radius above 0.");
}
