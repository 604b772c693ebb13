using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations;

/// <summary>The classes of a version's ontology while one save is checked; their specifications are parsed once, and only where a shape asks. Not thread-safe.</summary>
internal sealed class ClassesOfSave(IReadOnlyDictionary<Guid, LabelClass> classes)
{
    private readonly Dictionary<Guid, IReadOnlyList<AttributeSpec>> _attributes = [];
    private readonly Dictionary<Guid, int> _points = [];

    public LabelClass Find(Guid id) => classes.TryGetValue(id, out var found)
        ? found
        : throw new DomainRuleException(
            "annotation.class_unknown", "The class of a shape is not in the ontology of this dataset version. Reload the page and choose a class again.", id);

    /// <summary>Empty for a class that is not among them.</summary>
    public string KeyOf(Guid id) => classes.TryGetValue(id, out var found) ? found.Key : "";

    public IReadOnlyList<AttributeSpec> AttributesOf(LabelClass labelClass)
    {
        if (!_attributes.TryGetValue(labelClass.Id, out var specs))
        {
            _attributes[labelClass.Id] = specs = AttributeSpec.Parse(labelClass.Attributes);
        }

        return specs;
    }

    /// <summary>A keypoints shape has as many points as its skeleton, absent ones included.</summary>
    public void CheckPointCount(LabelClass labelClass, ShapeGeometry geometry)
    {
        if (geometry is not KeypointsGeometry keypoints || labelClass.KeypointSpec is not { } spec)
        {
            return;
        }

        if (!_points.TryGetValue(labelClass.Id, out var wanted))
        {
            _points[labelClass.Id] = wanted = KeypointSpec.Parse(spec).Names.Count;
        }

        var drawn = keypoints.Points.Count / 3;
        if (drawn != wanted)
        {
            throw new DomainRuleException(
                "annotation.keypoint_count", $"The skeleton of '{labelClass.Key}' has {wanted} points, the shape {drawn}. Mark points that cannot be seen as absent instead of leaving them out.", labelClass.Key, wanted, drawn);
        }
    }
}
