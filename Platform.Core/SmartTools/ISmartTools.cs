namespace Platform.Core.SmartTools;

/// <summary>
/// Selections and edge paths that need no model. Coordinates are pixels of the image (not of the picture that shows it), and a selection that
/// comes out empty is refused with the code <c>smart.nothing_found</c>. May be called from any number of threads; each call runs on the caller's.
/// </summary>
public interface ISmartTools
{
    /// <summary>The object inside a box, learned from what surrounds the box and corrected by strokes.</summary>
    ISelection SelectInBox(PictureView picture, BoxToSearch box, IReadOnlyList<SmartStroke> strokes);

    /// <summary>Pixels whose channels differ by at most <paramref name="tolerance"/> (0 to 255) from the given one's.</summary>
    /// <param name="isContiguous">Only those connected to it.</param>
    ISelection SelectSimilar(PictureView picture, double x, double y, int tolerance, bool isContiguous);

    /// <summary>The cheapest paths along edges from one point to all others at most <paramref name="reachPx"/> away.</summary>
    IEdgeMap MapEdges(PictureView picture, double x, double y, int reachPx);
}

/// <summary>Selected pixels of an image.</summary>
public interface ISelection : IDisposable
{
    /// <summary>Run lengths of the whole image, column by column, background first.</summary>
    IReadOnlyList<long> Runs();

    /// <summary>Outlines along pixel edges, largest part first; parts and holes below <paramref name="minAreaPx"/> are left out, but never all.</summary>
    /// <param name="epsilonPx">How far a simplified outline may stray.</param>
    /// <param name="maxPoints">Exceeded by no answer: small parts go first, then precision.</param>
    IReadOnlyList<SelectedPart> Outlines(double epsilonPx, double minAreaPx, int maxPoints);
}

/// <summary>Paths from one point.</summary>
public interface IEdgeMap : IDisposable
{
    /// <summary>Memory held outside the managed heap.</summary>
    long Bytes { get; }

    /// <summary>Flat list x, y, x, y, … from the map's start to the given point, which lies within its reach; both ends are exact.</summary>
    IReadOnlyList<double> PathTo(double x, double y);
}

/// <summary>A box in image pixels, right and bottom exclusive.</summary>
public readonly record struct BoxToSearch(double Left, double Top, double Right, double Bottom);

/// <summary>What a person marked as belonging to the object, or not.</summary>
/// <param name="Points">Flat list x, y, x, y, …</param>
public sealed record SmartStroke(IReadOnlyList<double> Points, double RadiusPx, bool IsForeground);

/// <summary>One connected part of a selection: its outline, then its holes, each a flat list of points.</summary>
public sealed record SelectedPart(double AreaPx, IReadOnlyList<IReadOnlyList<double>> Rings);
