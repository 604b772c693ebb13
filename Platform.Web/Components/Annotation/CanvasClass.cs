namespace Platform.Web.Components.Annotation;

/// <summary>A label class as the canvas shows it; the first nine by <paramref name="Index"/> answer to the number keys.</summary>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="ShapeType">Text of the only shape type that the class takes (<c>bbox</c>, <c>polygon</c>, …, <c>tag</c> for the whole image), or null where any will do.</param>
public sealed record CanvasClass(Guid Id, string Key, string Name, string Color, int Index, string? ShapeType = null);
