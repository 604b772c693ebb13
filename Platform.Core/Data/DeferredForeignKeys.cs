namespace Platform.Core.Data;

/// <summary>
/// The foreign keys that both engines check at commit: a department needs a manager, who needs a department,
/// so the two are born in one transaction, the user first.
/// </summary>
internal static class DeferredForeignKeys
{
    public const string Clause = " DEFERRABLE INITIALLY DEFERRED";

    private static readonly HashSet<string> s_names = ["fk_user_department_id", "fk_department_manager_user_id_id"];

    public static bool Contains(string? constraintName) => constraintName is not null && s_names.Contains(constraintName);
}
