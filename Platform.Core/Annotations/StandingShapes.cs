using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;

namespace Platform.Core.Annotations;

/// <summary>Shapes that an asset has, to tell whether a model's shape is of an object that is there already.</summary>
internal sealed class StandingShapes
{
    private const double SameObject = 0.5;

    private readonly ILookup<(Guid AssetId, Guid ClassId), BoxGeometry?> _boxes;

    /// <param name="shapes">Of any number of assets; on videos those of every frame.</param>
    public StandingShapes(IEnumerable<Annotation> shapes) =>
        _boxes = shapes.ToLookup(shape => (shape.AssetId, shape.LabelClassId), shape => shape.GeometryType is null ? null : GeometryJson.Parse(shape.GeometryType, shape.Geometry).Bounds);

    public static StandingShapes None { get; } = new([]);

    /// <summary>A tag is the same as any tag of its class.</summary>
    public bool Has(Guid assetId, Guid classId, ShapeGeometry shape) =>
        _boxes[(assetId, classId)].Any(box => shape.Type is null ? box is null : box is { } standing && standing.Overlap(shape.Bounds) >= SameObject);
}
