using System.Globalization;
using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Ontologies.Migration;

/// <summary>An image or video as the rules need it.</summary>
internal sealed record MigrationAsset(Guid Id, string FileName, bool IsVideo, int WidthPx, int HeightPx);

/// <summary>A stored shape as the rules need it.</summary>
internal sealed record MigrationShape(Guid Id, Guid AssetId, Guid ClassId, ShapeType? Type, string Geometry, string? Attributes, int? Frame, Guid? TrackId);

/// <summary>What becomes of one shape.</summary>
/// <param name="Target">Null where it is dropped.</param>
/// <param name="Converted">Canonical JSON of the new geometry; null where it stays.</param>
/// <param name="Problem">Code of what stands against it.</param>
internal sealed record MigrationVerdict(MigrationShape Shape, FoundRule Rule, int? Branch, LabelClass? Target, string? Converted = null, string? Problem = null);

/// <summary>Decides by the rules what becomes of each shape of an asset; the preview and the migration itself both ask here.</summary>
internal static class MigrationVerdicts
{
    /// <param name="shapes">Shapes of the asset whose classes have rules.</param>
    public static IEnumerable<MigrationVerdict> Of(MigrationAsset asset, IEnumerable<MigrationShape> shapes, MigrationRules rules)
    {
        // All keyframes of a track follow its first; any other shape follows itself.
        foreach (var group in shapes.GroupBy(shape => shape.TrackId ?? shape.Id))
        {
            var ordered = group.OrderBy(shape => shape.Frame).ThenBy(shape => shape.Id).ToList();
            var rule = rules.Find(ordered[0].ClassId)!;
            var branch = BranchOf(rule, ordered[0]);
            foreach (var shape in ordered)
            {
                yield return Verdict(asset, shape, rule, branch);
            }
        }
    }

    private static int? BranchOf(FoundRule rule, MigrationShape shape)
    {
        var place = rule.Branches.TakeWhile(branch => !Holds(branch.When, shape)).Count();
        return place < rule.Branches.Count ? place : null;
    }

    private static bool Holds(MigrationCondition condition, MigrationShape shape) => condition.Kind switch
    {
        MigrationConditionKind.Attribute => ValueOf(shape.Attributes, condition.Attribute!) is var value && Equals(value, condition.Value),
        MigrationConditionKind.AreaBelow => ShapeConversion.AreaPx(GeometryJson.Parse(shape.Type, shape.Geometry)) < condition.AreaPx,
        MigrationConditionKind.AreaAbove => ShapeConversion.AreaPx(GeometryJson.Parse(shape.Type, shape.Geometry)) > condition.AreaPx,
        MigrationConditionKind.Shape => shape.Type == condition.Shape,
        _ => throw new InvalidOperationException($"Unknown condition {condition.Kind}"),
    };

    // Numbers as numbers: 12 and 12.0 are one value.
    private static bool Equals(string? value, string? wanted) => value == wanted
        || (double.TryParse(value, CultureInfo.InvariantCulture, out var one) && double.TryParse(wanted, CultureInfo.InvariantCulture, out var other) && one.Equals(other));

    private static string? ValueOf(string? attributes, string name)
    {
        if (attributes is null || !JsonElement.Parse(attributes).TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    private static MigrationVerdict Verdict(MigrationAsset asset, MigrationShape shape, FoundRule rule, int? branch)
    {
        var (target, convert) = rule.TargetOf(branch);
        var verdict = new MigrationVerdict(shape, rule, branch, target);
        if (target is null || (shape.Type == target.ShapeType && !(shape.Type == ShapeType.Keypoints && ShapeConversion.IsNeeded(rule.Source, target))))
        {
            return verdict;
        }

        if (!convert || !ShapeConversion.CanConvert(shape.Type, target.ShapeType))
        {
            return verdict with { Problem = MigrationProblems.ShapeMismatch };
        }

        return ShapeConversion.Convert(GeometryJson.Parse(shape.Type, shape.Geometry), rule.Source, target, asset.WidthPx, asset.HeightPx) is { } converted
            ? verdict with { Converted = GeometryJson.Write(converted) }
            : verdict with { Problem = MigrationProblems.CannotConvert };
    }
}

/// <summary>Stable codes of what a preview finds wrong.</summary>
internal static class MigrationProblems
{
    public const string ShapeMismatch = "migration.shape_mismatch";
    public const string CannotConvert = "migration.cannot_convert";
    public const string AttributeLost = "migration.attribute_lost";
    public const string AttributeValue = "migration.attribute_value";
}
