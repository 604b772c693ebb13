using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Ontologies.Migration;

/// <summary>What a branch of a split asks of a shape.</summary>
public enum MigrationConditionKind
{
    /// <summary>An attribute has a value.</summary>
    Attribute,

    /// <summary>The shape covers fewer square pixels.</summary>
    AreaBelow,

    /// <summary>The shape covers more square pixels.</summary>
    AreaAbove,

    /// <summary>The shape is of a type.</summary>
    Shape,
}

/// <summary>A condition on one shape. On a track its first keyframe decides for all, so that a track stays whole.</summary>
/// <param name="Attribute">Name of an attribute, or a flag such as <c>occluded</c>.</param>
/// <param name="Value">The value as text: <c>red</c>, <c>true</c>, <c>12</c>; null where the attribute must not be given.</param>
/// <param name="AreaPx">Square pixels of the upright image.</param>
public sealed record MigrationCondition(MigrationConditionKind Kind, string? Attribute = null, string? Value = null, double? AreaPx = null, ShapeType? Shape = null);

/// <summary>Where shapes go: to a class of the new ontology version by its key, or nowhere. Neither is a decision that is still to be made.</summary>
/// <param name="Convert">Also turns the shape into the class's, where the two differ: an outline into its box, a skeleton into one with other points.</param>
/// <param name="Drop">Deletes the shapes.</param>
public sealed record MigrationTarget(string? Class = null, bool Convert = false, bool Drop = false);

/// <summary>A branch of a split; the first branch that holds decides.</summary>
public sealed record MigrationBranch(MigrationCondition When, MigrationTarget Then);

/// <summary>What becomes of the shapes of one class. Without branches a plain keep, rename, merge or drop.</summary>
/// <param name="Source">Key in the ontology version that the dataset version uses now.</param>
public sealed record ClassRule(string Source, MigrationTarget Otherwise, IReadOnlyList<MigrationBranch>? Branches = null)
{
    /// <summary>The branches in order; empty for a rule that does not split.</summary>
    [JsonIgnore]
    public IReadOnlyList<MigrationBranch> Splits => Branches ?? [];
}

/// <summary>How the shapes of a draft move to another ontology version: one rule for every class that they use now.</summary>
public sealed record OntologyMigrationPlan(IReadOnlyList<ClassRule> Rules)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        // Keys are Latin, values of attributes may be Korean: both stay readable in the record.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static OntologyMigrationPlan Parse(string json) => JsonSerializer.Deserialize<OntologyMigrationPlan>(json, s_json)!;

    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
