using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;

namespace Platform.Web.Components.Annotation;

/// <summary>A label class as the canvas shows it; the first nine by <paramref name="Index"/> answer to the number keys.</summary>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="ShapeType">Text of the only shape type that the class takes (<c>bbox</c>, <c>polygon</c>, …, <c>tag</c> for the whole image), or null where any will do.</param>
/// <param name="Keypoints">The skeleton of a keypoints class.</param>
public sealed record CanvasClass(Guid Id, string Key, string Name, string Color, int Index, string? ShapeType = null, KeypointSpec? Keypoints = null)
{
    /// <summary>What the class asks of each of its shapes.</summary>
    public IReadOnlyList<AttributeSpec> Attributes { get; init; } = [];

    public static CanvasClass Of(LabelClassView view, int index) => new(
        view.Id,
        view.Key,
        view.DisplayName,
        view.Color,
        index,
        view.ShapeType is { } type ? EnumText<ShapeType>.ToText(type) : "tag",
        view.KeypointSpec is { } skeleton ? KeypointSpec.Parse(skeleton) : null)
    {
        Attributes = AttributeSpec.Parse(view.Attributes),
    };
}
