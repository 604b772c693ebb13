namespace Platform.Web.Components.Annotation;

/// <summary>Which image after the shown one a person asked for.</summary>
public enum CanvasDirection
{
    Next,
    Previous,

    /// <summary>The next image of the queue, after this one was called finished.</summary>
    Done,
}
