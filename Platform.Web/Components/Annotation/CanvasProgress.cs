namespace Platform.Web.Components.Annotation;

/// <summary>How far the queue that the page goes through is, in images.</summary>
/// <param name="Done">Those that somebody has begun or finished.</param>
/// <param name="Position">Place of the shown image, from 1; 0 where the filter leaves it out.</param>
public sealed record CanvasProgress(int Done, int Total, int Position)
{
    public static CanvasProgress None { get; } = new(0, 0, 0);
}
