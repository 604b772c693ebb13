using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Migration;

/// <summary>What was done to a shape after a migration.</summary>
public enum LaterEditKind
{
    Edited,
    Deleted,
    Added,
}

/// <summary>A shape that somebody changed after the migration.</summary>
/// <param name="IsStuck">Whether it has no class in the older ontology version to go back to.</param>
public sealed record LaterEdit(Guid AnnotationId, Guid AssetId, string FileName, LaterEditKind Kind, bool IsStuck);

/// <summary>What an undo would do.</summary>
/// <param name="Restored">Shapes that become what they were.</param>
/// <param name="Edited">Shapes changed since: they keep the change, and only their class goes back.</param>
/// <param name="Deleted">Shapes deleted since: they stay so.</param>
/// <param name="Added">Shapes drawn since: their class goes back.</param>
/// <param name="Stuck">How many of the edited and added have no class to go back to: they must be deleted or relabelled before.</param>
/// <param name="Edits">The first of them, the stuck ones before the others.</param>
public sealed record MigrationUndoCheck(Guid MigrationId, int Restored, int Edited, int Deleted, int Added, int Stuck, IReadOnlyList<LaterEdit> Edits)
{
    /// <summary>Whether it can be undone without asking: nothing that it changed was touched since.</summary>
    public bool IsClean => Edited == 0 && Deleted == 0 && Stuck == 0;
}

/// <summary>The migration cannot be undone as asked; <see cref="Check"/> lists what was changed since.</summary>
public sealed class MigrationEditedException(string code, string message, MigrationUndoCheck check, params object[] arguments) : DomainRuleException(code, message, arguments)
{
    public MigrationUndoCheck Check { get; } = check;

    public override object Details => Check;
}
