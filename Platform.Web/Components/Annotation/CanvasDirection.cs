namespace Platform.Web.Components.Annotation;

/// <summary>Which image after the shown one a person asked for.</summary>
public enum CanvasDirection
{
    Next,
    Previous,

    /// <summary>The next of the queue, after the shown one was called done or was judged.</summary>
    NextInQueue,

    /// <summary>The next of the queue that nobody has labelled.</summary>
    NextUnlabelled,

    NextAnnotated,

    PreviousAnnotated,

    NextEmpty,

    PreviousEmpty,
}
