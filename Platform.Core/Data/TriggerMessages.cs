namespace Platform.Core.Data;

/// <summary>The messages of the triggers on both engines, without quotes so that they stand in SQL as they are.</summary>
internal static class TriggerMessages
{
    public const string FrozenCode = "row.frozen";
    public const string DraftCode = "training.draft_dataset";
    public const string ManagerCode = "department.manager_inactive";
    public const string MemberCode = "department.manager_moves";
    public const string AuditCode = "audit.append_only";

    public const string DatasetVersion = FrozenCode + ": this dataset version is frozen and never changes. Create a new version from it and change that one.";
    public const string Ontology = FrozenCode + ": this ontology version is frozen, or a frozen dataset version uses it. Create a new ontology version and change that one.";
    public const string ModelVersion = FrozenCode + ": this model version is registered and never changes. Train a new version instead.";
    public const string Draft = DraftCode + ": a model trains on frozen dataset versions only. Freeze the dataset version first.";
    public const string Audit = AuditCode + ": the audit is only ever added to. What it says stays as it was written.";
    public const string Member = MemberCode + ": the manager of a department is a member of it. Hand the department over first.";
    public const string Manager = ManagerCode + ": the manager of a department must be active. Hand the department over first.";
}
