namespace Platform.Web.Components.Annotation;

/// <summary>Names the resources that hold the canvas's texts; their keys are those of the client's <c>texts.ts</c>.</summary>
public sealed class CanvasTexts;
