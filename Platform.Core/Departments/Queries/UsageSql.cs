using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;

namespace Platform.Core.Departments.Queries;

/// <summary>
/// The statements behind usage. They begin at a department's few projects and follow indexes down from there. A file is known by its hash: held once by a department, however many versions, models and
/// projects refer to it; files in the trash are held until it is emptied.
/// </summary>
internal static class UsageSql
{
    private const string OfOne = "p.department_id = {0}";
    private const string OfAll = "1 = 1";

    private const string Held = """
        WITH held AS (
            SELECT p.department_id, p.id AS project_id, a.sha256, a.bytes
            FROM project p JOIN dataset d ON d.project_id = p.id JOIN dataset_version v ON v.dataset_id = d.id JOIN asset a ON a.dataset_version_id = v.id WHERE :of
            UNION SELECT p.department_id, p.id, a.sha256, a.bytes
            FROM project p JOIN dataset d ON d.project_id = p.id JOIN dataset_version v ON v.dataset_id = d.id JOIN trashed_asset a ON a.dataset_version_id = v.id WHERE :of
            UNION SELECT p.department_id, p.id, a.sha256, a.size_bytes
            FROM project p JOIN model m ON m.project_id = p.id JOIN model_version v ON v.model_id = m.id JOIN model_artifact a ON a.model_version_id = v.id WHERE :of
            UNION SELECT p.department_id, p.id, w.sha256, w.size_bytes
            FROM project p JOIN imported_weights w ON w.project_id = p.id WHERE :of)
        """;

    // Rows that a new version took over from another carry the moment at which the version was made.
    private const string Added = """
        SELECT p.department_id AS "DepartmentId", :month AS "Month", COUNT(*) AS "Count"
        FROM project p JOIN dataset d ON d.project_id = p.id JOIN dataset_version v ON v.dataset_id = d.id JOIN asset a ON a.dataset_version_id = v.id
        WHERE :of AND a.created_at >= {1} AND (v.parent_version_id IS NULL OR a.created_at > v.created_at)
        GROUP BY p.department_id, :month
        """;

    // The one statement that reads every annotation, and so reads it once.
    private const string Annotations = """
        SELECT :month AS "Month", CASE WHEN v.parent_version_id IS NULL OR n.created_at > v.created_at THEN 1 ELSE 0 END AS "Added", COUNT(*) AS "Count"
        FROM dataset_version v JOIN asset a ON a.dataset_version_id = v.id JOIN annotation n ON n.asset_id = a.id
        WHERE v.id = {0}
        GROUP BY 1, 2
        """;

    private const string Tokens = """
        SELECT COALESCE(p.department_id, u.department_id) AS "DepartmentId", :month AS "Month",
               CAST(SUM(COALESCE(l.token_used, COALESCE(l.prompt_tokens, 0) + COALESCE(l.completion_tokens, 0))) AS bigint) AS "Count"
        FROM llm_session s JOIN "user" u ON u.id = s.user_id LEFT JOIN project p ON p.id = s.project_id JOIN llm_session_log l ON l.session_id = s.id
        WHERE COALESCE(p.department_id, u.department_id) = {0} AND l.request_time >= {1} AND (s.end_time IS NULL OR s.end_time >= {1})
        GROUP BY COALESCE(p.department_id, u.department_id), :month
        """;

    public static Task<long> StoredAsync(PlatformDbContext db, Guid departmentId, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<long>(
        HeldBy(OfOne, """SELECT CAST(COALESCE(SUM(bytes), 0) AS bigint) AS "Value" FROM (SELECT DISTINCT sha256, bytes FROM held) AS one"""), departmentId).SingleAsync(cancellationToken);

    public static Task<List<StoredRow>> StoredByProjectAsync(PlatformDbContext db, Guid departmentId, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<StoredRow>(
        HeldBy(OfOne, """SELECT project_id AS "Id", CAST(SUM(bytes) AS bigint) AS "Bytes" FROM held GROUP BY project_id"""), departmentId).ToListAsync(cancellationToken);

    /// <param name="departmentId">Null for every department.</param>
    public static Task<List<StoredRow>> StoredByDepartmentAsync(PlatformDbContext db, Guid? departmentId, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<StoredRow>(
        HeldBy(departmentId is null ? OfAll : OfOne, """SELECT department_id AS "Id", CAST(SUM(bytes) AS bigint) AS "Bytes" FROM (SELECT DISTINCT department_id, sha256, bytes FROM held) AS one GROUP BY department_id"""),
        departmentId ?? Guid.Empty).ToListAsync(cancellationToken);

    /// <param name="departmentId">Null for every department.</param>
    public static Task<List<MonthRow>> AssetsAddedAsync(PlatformDbContext db, Guid? departmentId, DateTime since, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<MonthRow>(
        With(Added, departmentId is null ? OfAll : OfOne).Replace(":month", db.MonthSql("a.created_at"), StringComparison.Ordinal), departmentId ?? Guid.Empty, since).ToListAsync(cancellationToken);

    /// <summary>Annotations of a version by the month of their making, those that were added to it apart from those that it took over.</summary>
    public static Task<List<AnnotationRow>> AnnotationsAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<AnnotationRow>(
        Annotations.Replace(":month", db.MonthSql("n.created_at"), StringComparison.Ordinal), versionId).ToListAsync(cancellationToken);

    public static Task<List<MonthRow>> TokensAsync(PlatformDbContext db, Guid departmentId, DateTime since, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<MonthRow>(Tokens.Replace(":month", db.MonthSql("l.request_time"), StringComparison.Ordinal), departmentId, since).ToListAsync(cancellationToken);

    private static string HeldBy(string of, string select) => $"{With(Held, of)} {select}";

    private static string With(string sql, string of) => sql.Replace(":of", of, StringComparison.Ordinal);

    internal sealed record StoredRow(Guid Id, long Bytes);

    internal sealed record AnnotationRow(string Month, int Added, long Count);

    internal sealed record MonthRow(Guid DepartmentId, string Month, long Count);
}
