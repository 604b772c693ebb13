using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;

namespace Platform.Web.Components.Ontologies;

/// <summary>A class as it stands in the editor.</summary>
public sealed class ClassRow
{
    public Guid? Id { get; init; }

    public string Key { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public ShapeType? ShapeType { get; set; } = Core.Ontologies.Model.ShapeType.Bbox;

    public string Color { get; set; } = "#5849e0";

    public string? KeypointSpec { get; set; }

    public List<AttributeRow> Attributes { get; init; } = [];

    public int AnnotationCount { get; init; }

    public static ClassRow Of(LabelClassView view) => new()
    {
        Id = view.Id,
        Key = view.Key,
        DisplayName = view.DisplayName,
        ShapeType = view.ShapeType,
        Color = view.Color,
        KeypointSpec = view.KeypointSpec,
        Attributes = AttributeRow.Read(view.Attributes),
        AnnotationCount = view.AnnotationCount,
    };

    public LabelClassInput ToInput() => new(Id, Key, DisplayName, ShapeType, Color, ShapeType == Core.Ontologies.Model.ShapeType.Keypoints ? KeypointSpec : null, AttributeRow.Write(Attributes));
}
