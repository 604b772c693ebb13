using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;

namespace Platform.Web.Components.Ontologies;

/// <summary>A change of a class that shapes use already.</summary>
/// <param name="Kind">deleted, reshaped, points, skeleton or rekeyed.</param>
/// <param name="IsBlocking">Whether it would leave shapes without a class that fits; else it only shows where it will be seen.</param>
public sealed record UsedClassChange(string Name, string Color, string Kind, bool IsBlocking, ClassUse Use)
{
    /// <summary>What differs between the stored classes and the edited ones, of those in use; one entry a class, the gravest.</summary>
    public static IReadOnlyList<UsedClassChange> Between(IEnumerable<LabelClassView> stored, IReadOnlyList<ClassRow> edited, OntologyUse use)
    {
        var uses = use.Classes.Where(row => row.IsUsed).ToDictionary(row => row.ClassId);
        return [.. stored.Where(row => uses.ContainsKey(row.Id)).Select(row => Change(row, edited.FirstOrDefault(other => other.Id == row.Id), uses[row.Id])).OfType<UsedClassChange>()];
    }

    private static UsedClassChange? Change(LabelClassView before, ClassRow? after, ClassUse use)
    {
        UsedClassChange Of(string kind, bool isBlocking) => new(before.DisplayName, before.Color, kind, isBlocking, use);
        return after switch
        {
            null => Of("deleted", true),
            _ when after.ShapeType != before.ShapeType => Of("reshaped", true),
            _ when before.ShapeType == ShapeType.Keypoints && PointsOf(after.KeypointSpec).Count != PointsOf(before.KeypointSpec).Count => Of("points", true),
            _ when before.ShapeType == ShapeType.Keypoints && !PointsOf(after.KeypointSpec).SequenceEqual(PointsOf(before.KeypointSpec)) => Of("skeleton", false),
            _ when after.Key.Trim() != before.Key => Of("rekeyed", false),
            _ => null,
        };
    }

    // Half typed, a skeleton has no points yet.
    private static IReadOnlyList<string> PointsOf(string? skeleton)
    {
        try
        {
            return skeleton is null ? [] : KeypointSpec.Parse(skeleton).Names;
        }
        catch (DomainRuleException)
        {
            return [];
        }
    }
}
