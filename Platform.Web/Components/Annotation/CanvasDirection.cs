namespace Platform.Web.Components.Annotation;

/// <summary>Which neighbour of the shown image a person asked for.</summary>
public enum CanvasDirection
{
    Next,
    Previous,
}
