namespace Platform.Core.Data.Providers.Sqlite;

/// <summary>
/// The guards of frozen rows on SQLite. INSERT OR REPLACE and UPDATE OR REPLACE delete the row in their way without firing its
/// delete trigger, so the insert and update guards also look at the row that would be replaced, and ids never change.
/// </summary>
internal static class SqliteTriggers
{
    private static readonly Trigger[] s_triggers =
    [
        new("dataset_version_insert", "dataset_version", "INSERT", ReplacesFrozenVersion, TriggerMessages.DatasetVersion),
        new("dataset_version_update", "dataset_version", "UPDATE", $"OLD.is_frozen OR NEW.id <> OLD.id OR {ReplacesFrozenVersion}", TriggerMessages.DatasetVersion),
        new("dataset_version_delete", "dataset_version", "DELETE", "OLD.is_frozen", TriggerMessages.DatasetVersion),

        new("dataset_split_insert", "dataset_split", "INSERT",
            $"{VersionFrozen("NEW.dataset_version_id")} OR {SplitFrozen("NEW.id")}", TriggerMessages.DatasetVersion),
        new("dataset_split_update", "dataset_split", "UPDATE",
            $"{VersionFrozen("NEW.dataset_version_id")} OR {VersionFrozen("OLD.dataset_version_id")} OR (NEW.id <> OLD.id AND {SplitFrozen("NEW.id")})", TriggerMessages.DatasetVersion),
        new("dataset_split_delete", "dataset_split", "DELETE", VersionFrozen("OLD.dataset_version_id"), TriggerMessages.DatasetVersion),

        // A connection without foreign key checks could name a split of one version and the id of another: both are looked at.
        new("asset_insert", "asset", "INSERT",
            $"{VersionFrozen("NEW.dataset_version_id")} OR {SplitFrozen("NEW.dataset_split_id")} OR {AssetFrozen("NEW.id")}", TriggerMessages.DatasetVersion),
        new("asset_update", "asset", "UPDATE",
            $"{VersionFrozen("OLD.dataset_version_id")} OR {VersionFrozen("NEW.dataset_version_id")} OR {SplitFrozen("NEW.dataset_split_id")} OR (NEW.id <> OLD.id AND {AssetFrozen("NEW.id")})",
            TriggerMessages.DatasetVersion),
        new("asset_delete", "asset", "DELETE", VersionFrozen("OLD.dataset_version_id"), TriggerMessages.DatasetVersion),

        // A freeze empties the version's trash; nothing comes into it afterwards.
        new("trashed_asset_insert", "trashed_asset", "INSERT", VersionFrozen("NEW.dataset_version_id"), TriggerMessages.DatasetVersion),
        new("trashed_asset_update", "trashed_asset", "UPDATE", VersionFrozen("NEW.dataset_version_id"), TriggerMessages.DatasetVersion),

        new("annotation_insert", "annotation", "INSERT",
            $"{AssetFrozen("NEW.asset_id")} OR {AnnotationFrozen("NEW.id")}", TriggerMessages.DatasetVersion),
        new("annotation_update", "annotation", "UPDATE",
            $"{AssetFrozen("OLD.asset_id")} OR {AssetFrozen("NEW.asset_id")} OR (NEW.id <> OLD.id AND {AnnotationFrozen("NEW.id")})", TriggerMessages.DatasetVersion),
        new("annotation_delete", "annotation", "DELETE", AssetFrozen("OLD.asset_id"), TriggerMessages.DatasetVersion),

        new("label_ontology_version_insert", "label_ontology_version", "INSERT", ReplacesFrozenOntology, TriggerMessages.Ontology),
        new("label_ontology_version_update", "label_ontology_version", "UPDATE", $"OLD.is_frozen OR NEW.id <> OLD.id OR {ReplacesFrozenOntology}", TriggerMessages.Ontology),
        new("label_ontology_version_delete", "label_ontology_version", "DELETE", "OLD.is_frozen", TriggerMessages.Ontology),

        new("label_class_insert", "label_class", "INSERT",
            $"{OntologyFrozen("NEW.ontology_version_id")} OR {ClassFrozen("NEW.id")}", TriggerMessages.Ontology),
        new("label_class_update", "label_class", "UPDATE",
            $"{OntologyFrozen("OLD.ontology_version_id")} OR {OntologyFrozen("NEW.ontology_version_id")} OR (NEW.id <> OLD.id AND {ClassFrozen("NEW.id")})", TriggerMessages.Ontology),
        new("label_class_delete", "label_class", "DELETE", OntologyFrozen("OLD.ontology_version_id"), TriggerMessages.Ontology),

        new("model_version_insert", "model_version", "INSERT", ModelVersionFrozen("NEW.id"), TriggerMessages.ModelVersion),
        new("model_version_update", "model_version", "UPDATE", "OLD.is_frozen OR NEW.id <> OLD.id", TriggerMessages.ModelVersion),
        new("model_version_delete", "model_version", "DELETE", "OLD.is_frozen", TriggerMessages.ModelVersion),
        new("model_version_insert_draft", "model_version", "INSERT", $"NOT {VersionFrozen("NEW.training_data_version_id")}", TriggerMessages.Draft),
        new("model_version_update_draft", "model_version", "UPDATE OF training_data_version_id", $"NOT {VersionFrozen("NEW.training_data_version_id")}", TriggerMessages.Draft),

        new("user_insert_manager", "user", "INSERT", $"NOT NEW.is_active AND {Manages("NEW.id")}", TriggerMessages.Manager),
        new("user_update_manager", "user", "UPDATE", $"NOT NEW.is_active AND {Manages("NEW.id")}", TriggerMessages.Manager),
        new("user_update_member", "user", "UPDATE", $"NEW.department_id <> OLD.department_id AND {Manages("OLD.id")}", TriggerMessages.Member),
        new("user_delete_manager", "user", "DELETE", Manages("OLD.id"), TriggerMessages.Member),
        new("department_insert_manager", "department", "INSERT", Inactive("NEW.manager_user_id"), TriggerMessages.Manager),
        new("department_update_manager", "department", "UPDATE", Inactive("NEW.manager_user_id"), TriggerMessages.Manager),

        // The insert guard is against INSERT OR REPLACE.
        new("audit_entry_insert", "audit_entry", "INSERT", "EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = NEW.id)", TriggerMessages.Audit),
        new("audit_entry_update", "audit_entry", "UPDATE", "1", TriggerMessages.Audit),
        new("audit_entry_delete", "audit_entry", "DELETE", "1", TriggerMessages.Audit),
    ];

    private const string ReplacesFrozenVersion =
        "EXISTS (SELECT 1 FROM dataset_version o WHERE o.is_frozen AND (o.id = NEW.id OR (o.dataset_id = NEW.dataset_id AND o.version_tag = NEW.version_tag)))";

    private const string ReplacesFrozenOntology =
        "EXISTS (SELECT 1 FROM label_ontology_version o WHERE o.is_frozen AND (o.id = NEW.id OR (o.project_id = NEW.project_id AND o.version_tag = NEW.version_tag)))";

    public static IReadOnlyList<string> Create { get; } = [.. s_triggers.Select(CreateSql)];

    public static IReadOnlyList<string> Drop { get; } = [.. s_triggers.Select(DropSql)];

    /// <summary>The guards of new assets and annotations alone.</summary>
    public static IReadOnlyList<string> CreateInserts { get; } = [.. ContentInserts.Select(CreateSql)];

    /// <inheritdoc cref="CreateInserts"/>
    public static IReadOnlyList<string> DropInserts { get; } = [.. ContentInserts.Select(DropSql)];

    private static IEnumerable<Trigger> ContentInserts => s_triggers.Where(trigger => trigger is { Table: "asset" or "annotation", Event: "INSERT" });

    private static string CreateSql(Trigger trigger) =>
        $"CREATE TRIGGER IF NOT EXISTS tr_{trigger.Name} BEFORE {trigger.Event} ON \"{trigger.Table}\" WHEN {trigger.When} BEGIN SELECT RAISE(ABORT, '{trigger.Message}'); END";

    private static string DropSql(Trigger trigger) => $"DROP TRIGGER IF EXISTS tr_{trigger.Name}";

    private static string VersionFrozen(string id) => $"EXISTS (SELECT 1 FROM dataset_version v WHERE v.id = {id} AND v.is_frozen)";

    private static string SplitFrozen(string id) =>
        $"EXISTS (SELECT 1 FROM dataset_split s JOIN dataset_version v ON v.id = s.dataset_version_id WHERE s.id = {id} AND v.is_frozen)";

    private static string AssetFrozen(string id) =>
        $"EXISTS (SELECT 1 FROM asset a JOIN dataset_version v ON v.id = a.dataset_version_id WHERE a.id = {id} AND v.is_frozen)";

    private static string AnnotationFrozen(string id) =>
        $"EXISTS (SELECT 1 FROM annotation n JOIN asset a ON a.id = n.asset_id JOIN dataset_version v ON v.id = a.dataset_version_id WHERE n.id = {id} AND v.is_frozen)";

    private static string OntologyFrozen(string id) =>
        $"(EXISTS (SELECT 1 FROM label_ontology_version o WHERE o.id = {id} AND o.is_frozen) OR EXISTS (SELECT 1 FROM dataset_version v WHERE v.ontology_version_id = {id} AND v.is_frozen))";

    private static string ClassFrozen(string id) =>
        $"EXISTS (SELECT 1 FROM label_class c WHERE c.id = {id} AND {OntologyFrozen("c.ontology_version_id")})";

    private static string ModelVersionFrozen(string id) => $"EXISTS (SELECT 1 FROM model_version m WHERE m.id = {id} AND m.is_frozen)";

    private static string Manages(string id) => $"EXISTS (SELECT 1 FROM department d WHERE d.manager_user_id = {id})";

    private static string Inactive(string id) => $"EXISTS (SELECT 1 FROM \"user\" u WHERE u.id = {id} AND NOT u.is_active)";

    private sealed record Trigger(string Name, string Table, string Event, string When, string Message);
}
