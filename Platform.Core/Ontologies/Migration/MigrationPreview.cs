namespace Platform.Core.Ontologies.Migration;

/// <summary>What a rule does to the shapes that it meets.</summary>
public enum MigrationEffect
{
    /// <summary>Key and name stay.</summary>
    Keep,
    Rename,

    /// <summary>Several classes become this one.</summary>
    Merge,

    /// <summary>The class is divided by a rule.</summary>
    Split,
    Drop,
}

/// <summary>An image or video to look at.</summary>
public sealed record MigrationExample(Guid AssetId, string FileName);

/// <summary>The shapes that one rule, or one branch of it, takes from a class to another.</summary>
/// <param name="Branch">Place of the branch in the rule, from 0; null for the rule's otherwise.</param>
/// <param name="TargetKey">Null where the shapes are dropped.</param>
/// <param name="Tracks">Whole tracks of videos; their keyframes count among the annotations.</param>
/// <param name="Converted">How many of the annotations get another geometry.</param>
public sealed record MigrationFlow(
    string SourceKey, int? Branch, string? TargetKey, MigrationEffect Effect, int Annotations, int Images, int Videos, int Tracks, int Converted, IReadOnlyList<MigrationExample> Examples);

/// <summary>Something that would not be right after the migration.</summary>
/// <param name="Code">Stable code: migration.shape_mismatch, migration.cannot_convert, migration.attribute_lost, migration.attribute_value.</param>
/// <param name="IsBlocking">Whether the plan cannot be applied while it stands; else the shapes keep what they have, and it is a warning.</param>
/// <param name="Detail">The attribute, where one is meant.</param>
public sealed record MigrationIssue(string Code, bool IsBlocking, string SourceKey, string TargetKey, string? Detail, int Count, IReadOnlyList<MigrationExample> Examples);

/// <summary>What a plan would do to a draft, found by the code that does it.</summary>
/// <param name="Strays">Shapes of classes that are not in the draft's ontology version at all: they are left as they are.</param>
/// <param name="Token">Stands for exactly this outcome; applying asks for it, so that nothing is applied that nobody has seen.</param>
public sealed record MigrationPreview(
    Guid DatasetVersionId, Guid FromOntologyVersionId, Guid ToOntologyVersionId, int Annotations, int Assets, int Dropped, int Converted, int Strays,
    IReadOnlyList<MigrationFlow> Flows, IReadOnlyList<MigrationIssue> Issues, string Token)
{
    public bool CanApply => !Issues.Any(issue => issue.IsBlocking);
}
