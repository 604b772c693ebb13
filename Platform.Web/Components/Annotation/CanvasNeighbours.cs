namespace Platform.Web.Components.Annotation;

/// <summary>Images around the one that is shown, in the order of the queue, the nearest first on both sides.</summary>
public sealed record CanvasNeighbours(IReadOnlyList<Guid> Before, IReadOnlyList<Guid> After)
{
    public static CanvasNeighbours None { get; } = new([], []);
}
