using Platform.Core.Annotations.Geometry;

namespace Platform.Core.SmartTools;

/// <summary>What a selection is answered as.</summary>
public enum SmartOutput
{
    Polygon,
    Mask,
}

/// <summary>Find the object in a box.</summary>
/// <param name="EpsilonPx">How far a polygon may stray from the pixels' edges; null for one screenful's worth.</param>
/// <param name="Frame">Of a video, counted from 0.</param>
public sealed record SmartBoxRequest(BoxGeometry Box, IReadOnlyList<SmartStroke> Strokes, SmartOutput Output, double? EpsilonPx, int? Frame);

/// <summary>Select what looks like a point.</summary>
public sealed record SmartFloodRequest(SmartPoint Point, int Tolerance, bool IsContiguous, SmartOutput Output, double? EpsilonPx, int? Frame);

/// <summary>Follow edges from one point to several.</summary>
public sealed record SmartScissorsRequest(SmartPoint From, IReadOnlyList<SmartPoint> To, int? Frame);

/// <summary>A point in image pixels.</summary>
public readonly record struct SmartPoint(double X, double Y);

/// <summary>A selection as asked for: polygons, largest first, or a mask.</summary>
public sealed record SmartSelection(IReadOnlyList<SelectedPart>? Polygons, MaskGeometry? Mask);
