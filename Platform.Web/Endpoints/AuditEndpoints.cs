using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Platform.Core.Audit.Queries;
using Platform.Core.Shared;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Who did what: a page of it, or all of it as a file.</summary>
public static class AuditEndpoints
{
    private const int DefaultPageSize = 50;
    private const string CsvHead = "id,at,user_id,user_name,action,subject_kind,subject_id,subject_name,department_id,department_name,arguments,ip_address,user_agent\n";

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", ListAsync).WithSummary("The newest first; for administrators, and for managers of their department.");
        audit.MapGet("/export", ExportAsync).WithSummary("Everything that the filter leaves, as JSON lines or CSV.");
    }

    public static Task<AuditPage> ListAsync(RequestActor who, [AsParameters] AuditQuery query, AuditQueries audit, CancellationToken cancellation, int skip = 0, int pageSize = DefaultPageSize) =>
        audit.ListAsync(who.Actor, query.ToFilter(), skip, pageSize, cancellation);

    public static async Task ExportAsync(
        RequestActor who, [AsParameters] AuditQuery query, AuditQueries audit, IOptions<JsonOptions> json, HttpResponse response, CancellationToken cancellation, string format = "jsonl")
    {
        if (format is not ("jsonl" or "csv"))
        {
            throw new DomainRuleException("value.unknown", $"'{format}' is not one of jsonl, csv.", format, "jsonl, csv");
        }

        // Begun before the first byte, so that a refusal still has a status of its own.
        await using var lines = audit.StreamAsync(who.Actor, query.ToFilter(), cancellation).GetAsyncEnumerator(cancellation);
        var more = await lines.MoveNextAsync();
        var isCsv = format == "csv";
        response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = $"attachment; filename=audit.{format}";
        response.Headers.CacheControl = "no-store";
        var options = new JsonSerializerOptions(json.Value.SerializerOptions) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        // The mark tells spreadsheets that Korean names are UTF-8.
        await response.WriteAsync(isCsv ? "\uFEFF" + CsvHead : "", cancellation);
        for (; more; more = await lines.MoveNextAsync())
        {
            await response.WriteAsync((isCsv ? CsvOf(lines.Current, options) : JsonSerializer.Serialize(lines.Current, options)) + "\n", cancellation);
        }
    }

    private static string CsvOf(AuditLine line, JsonSerializerOptions options)
    {
        object?[] cells =
        [
            line.Id, line.At.ToString("o"), line.UserId, line.UserName, line.Action, line.SubjectKind, line.SubjectId, line.SubjectName, line.DepartmentId, line.DepartmentName,
            JsonSerializer.Serialize(line.Arguments, options), line.IpAddress, line.UserAgent,
        ];
        return new StringBuilder().AppendJoin(',', cells.Select(cell => Cell(cell?.ToString() ?? ""))).ToString();
    }

    // A spreadsheet would run a name that begins like a formula.
    private static string Cell(string text) => $"\"{(text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
