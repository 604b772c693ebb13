namespace Platform.Core.Data.Providers.Postgres;

/// <summary>
/// The guards of frozen rows on PostgreSQL. A change inside a version share-locks the version's row, so that a freeze
/// (which updates that row) waits for it and it waits for a freeze: none slips in between hash and flag.
/// </summary>
internal static class PostgresTriggers
{
    public const string SqlState = "PLF01";

    private static readonly string[] s_guarded = ["dataset_version", "dataset_split", "asset", "trashed_asset", "annotation", "label_ontology_version", "label_class", "model_version"];

    public static IReadOnlyList<string> Create { get; } =
    [
        Function("refuse_frozen_version(version uuid) RETURNS void", $"""
            DECLARE frozen boolean;
            BEGIN
              SELECT is_frozen INTO frozen FROM dataset_version WHERE id = version FOR SHARE;
              IF frozen THEN {Refuse(TriggerMessages.DatasetVersion)} END IF;
            END
            """),
        Function("refuse_frozen_ontology(ontology uuid) RETURNS void", $"""
            DECLARE frozen boolean;
            BEGIN
              SELECT is_frozen INTO frozen FROM label_ontology_version WHERE id = ontology FOR SHARE;
              IF frozen OR EXISTS (SELECT 1 FROM dataset_version WHERE ontology_version_id = ontology AND is_frozen) THEN
                {Refuse(TriggerMessages.Ontology)}
              END IF;
            END
            """),
        Function("guard_dataset_version() RETURNS trigger", Row($"IF OLD.is_frozen THEN {Refuse(TriggerMessages.DatasetVersion)} END IF;")),
        Function("guard_label_ontology_version() RETURNS trigger", Row($"IF OLD.is_frozen THEN {Refuse(TriggerMessages.Ontology)} END IF;")),
        Function("guard_model_version() RETURNS trigger", Row(
            $"""
            IF TG_OP <> 'INSERT' AND OLD.is_frozen THEN {Refuse(TriggerMessages.ModelVersion)} END IF;
            IF TG_OP <> 'DELETE' AND NOT EXISTS (SELECT 1 FROM dataset_version WHERE id = NEW.training_data_version_id AND is_frozen) THEN
              {Refuse(TriggerMessages.Draft)}
            END IF;
            """)),
        Function("guard_dataset_split() RETURNS trigger", Row(BothRows("PERFORM refuse_frozen_version(ROW.dataset_version_id);"))),
        Function("guard_asset() RETURNS trigger", Row(BothRows("PERFORM refuse_frozen_version(ROW.dataset_version_id);"))),
        Function("guard_trashed_asset() RETURNS trigger", Row(BothRows("PERFORM refuse_frozen_version(ROW.dataset_version_id);"))),
        Function("guard_annotation() RETURNS trigger", Row(BothRows("PERFORM refuse_frozen_version((SELECT dataset_version_id FROM asset WHERE id = ROW.asset_id));"))),
        Function("guard_label_class() RETURNS trigger", Row(BothRows("PERFORM refuse_frozen_ontology(ROW.ontology_version_id);"))),
        Function("guard_truncate() RETURNS trigger", $"""
            BEGIN
              IF EXISTS (SELECT 1 FROM dataset_version WHERE is_frozen) OR EXISTS (SELECT 1 FROM label_ontology_version WHERE is_frozen) THEN
                {Refuse(TriggerMessages.DatasetVersion)}
              END IF;
              RETURN NULL;
            END
            """),
        Function("guard_user_manager() RETURNS trigger", Row(
            $"""
            IF NOT NEW.is_active AND EXISTS (SELECT 1 FROM department WHERE manager_user_id = NEW.id) THEN {Refuse(TriggerMessages.Manager)} END IF;
            IF TG_OP = 'UPDATE' AND NEW.department_id <> OLD.department_id AND EXISTS (SELECT 1 FROM department WHERE manager_user_id = OLD.id) THEN {Refuse(TriggerMessages.Member)} END IF;
            """)),
        // The person's row is share-locked: somebody who is shut out in the same moment is waited for and seen, and who is shut out later waits and sees the new manager.
        Function("guard_department_manager() RETURNS trigger", $"""
            DECLARE active boolean;
            BEGIN
              SELECT is_active INTO active FROM "user" WHERE id = NEW.manager_user_id FOR SHARE;
              IF NOT active THEN {Refuse(TriggerMessages.Manager)} END IF;
              RETURN NEW;
            END
            """),
        Function("guard_audit_entry() RETURNS trigger", $"BEGIN\n{Refuse(TriggerMessages.Audit)}\nEND"),
        .. s_guarded.Select(table => $"CREATE OR REPLACE TRIGGER tr_{table} BEFORE INSERT OR UPDATE OR DELETE ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION guard_{table}()"),
        .. s_guarded.Select(table => $"CREATE OR REPLACE TRIGGER tr_{table}_truncate BEFORE TRUNCATE ON \"{table}\" FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()"),
        "CREATE OR REPLACE TRIGGER tr_user_manager BEFORE INSERT OR UPDATE ON \"user\" FOR EACH ROW EXECUTE FUNCTION guard_user_manager()",
        "CREATE OR REPLACE TRIGGER tr_department_manager BEFORE INSERT OR UPDATE ON department FOR EACH ROW EXECUTE FUNCTION guard_department_manager()",
        "CREATE OR REPLACE TRIGGER tr_audit_entry BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION guard_audit_entry()",
        "CREATE OR REPLACE TRIGGER tr_audit_entry_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION guard_audit_entry()",
    ];

    public static IReadOnlyList<string> Drop { get; } =
    [
        .. s_guarded.SelectMany(table => new[] { $"DROP TRIGGER IF EXISTS tr_{table} ON \"{table}\"", $"DROP TRIGGER IF EXISTS tr_{table}_truncate ON \"{table}\"" }),
        "DROP TRIGGER IF EXISTS tr_user_manager ON \"user\"",
        "DROP TRIGGER IF EXISTS tr_department_manager ON department",
        "DROP TRIGGER IF EXISTS tr_audit_entry ON audit_entry",
        "DROP TRIGGER IF EXISTS tr_audit_entry_truncate ON audit_entry",
    ];

    private static string Function(string head, string body) => $"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql AS $body$\n{body}\n$body$";

    /// <summary>OLD is null on INSERT and NEW on DELETE, so a guard that reads OLD.is_frozen sees null there and lets the row pass.</summary>
    private static string Row(string checks) => $"BEGIN\n{checks}\nRETURN COALESCE(NEW, OLD);\nEND";

    private static string BothRows(string check) => $"""
        IF TG_OP <> 'INSERT' THEN {check.Replace("ROW.", "OLD.", StringComparison.Ordinal)} END IF;
        IF TG_OP <> 'DELETE' THEN {check.Replace("ROW.", "NEW.", StringComparison.Ordinal)} END IF;
        """;

    private static string Refuse(string message) => $"RAISE EXCEPTION '{message}' USING ERRCODE = '{SqlState}';";
}
