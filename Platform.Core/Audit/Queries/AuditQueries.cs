using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Audit.Queries;

/// <summary>What of the audit is asked for; what is null does not narrow.</summary>
/// <param name="UserId">Who did it.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Kind">One of <see cref="AuditKinds"/>.</param>
/// <param name="From">UTC, inclusive.</param>
/// <param name="To">UTC, exclusive.</param>
/// <param name="Text">Part of the person's or the thing's name, or of the address that it came from.</param>
/// <param name="DepartmentId">Whose things.</param>
public sealed record AuditFilter(
    Guid? UserId = null, string? Action = null, string? Kind = null, DateTime? From = null, DateTime? To = null, string? Text = null, Guid? DepartmentId = null);

/// <summary>A line of the audit as it is read.</summary>
public sealed record AuditLine(
    Guid Id, DateTime At, Guid? UserId, string? UserName, string Action, string SubjectKind, Guid? SubjectId, string SubjectName, Guid? DepartmentId, string? DepartmentName,
    IReadOnlyDictionary<string, string> Arguments, string? IpAddress, string? UserAgent);

/// <summary>A window of the audit, the newest first.</summary>
public sealed record AuditPage(int Total, IReadOnlyList<AuditLine> Lines);

/// <summary>Reads the audit: administrators all of it, the manager of a department what was done to that department's people and things.</summary>
public sealed class AuditQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int MaxPageSize = 200;
    private const int ExportChunk = 500;

    public async Task<AuditPage> ListAsync(Actor actor, AuditFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await VisibleAsync(db, actor, filter, cancellationToken);
        var total = await entries.CountAsync(cancellationToken);
        return new AuditPage(total, await ReadAsync(db, entries.Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, MaxPageSize)), cancellationToken));
    }

    /// <summary>Everything that the filter leaves, the newest first, some hundred lines in memory at a time.</summary>
    public async IAsyncEnumerable<AuditLine> StreamAsync(Actor actor, AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? last = null;
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var entries = await VisibleAsync(db, actor, filter, cancellationToken);

            // From the last line on rather than by its number: what is added meanwhile comes before the first.
            var lines = await ReadAsync(db, (last is { } id ? entries.Where(entry => entry.Id.CompareTo(id) < 0) : entries).Take(ExportChunk), cancellationToken);
            foreach (var line in lines)
            {
                yield return line;
            }

            if (lines.Count < ExportChunk)
            {
                yield break;
            }

            last = lines[^1].Id;
        }
    }

    /// <summary>People who may be chosen in the filter, by name.</summary>
    public async Task<IReadOnlyList<Person>> PeopleAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        AccessPolicy.Demand(actor, Permission.ManageDepartment, actor.DepartmentId);
        return await (
            from user in db.Users
            join department in db.VisibleDepartments(actor) on user.DepartmentId equals department.Id
            orderby user.Name, user.Id
            select new Person(user.Id, user.Name)).ToListAsync(cancellationToken);
    }

    private static async Task<IQueryable<AuditEntry>> VisibleAsync(PlatformDbContext db, Actor actor, AuditFilter filter, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageDepartment, actor.DepartmentId);
        var entries = db.AuditEntries.AsNoTracking();
        if (!actor.IsAdmin || filter.DepartmentId is not null)
        {
            var department = (await db.DepartmentForAsync(actor, filter.DepartmentId ?? actor.DepartmentId, Permission.ManageDepartment, cancellationToken)).Id;
            entries = entries.Where(entry => entry.DepartmentId == department);
        }

        if (filter.UserId is { } user)
        {
            entries = entries.Where(entry => entry.UserId == user);
        }

        if (!string.IsNullOrEmpty(filter.Action))
        {
            entries = entries.Where(entry => entry.Action == filter.Action);
        }

        if (!string.IsNullOrEmpty(filter.Kind))
        {
            entries = entries.Where(entry => entry.SubjectKind == filter.Kind);
        }

        if (filter.From is { } from)
        {
            entries = entries.Where(entry => entry.At >= from);
        }

        if (filter.To is { } to)
        {
            entries = entries.Where(entry => entry.At < to);
        }

        if (RequiredText.OrNull(filter.Text)?.ToLowerInvariant() is { } text)
        {
            entries = entries.Where(entry => entry.SubjectName.ToLower().Contains(text) || entry.UserName!.ToLower().Contains(text) || entry.IpAddress!.Contains(text));
        }

        // Ids are ordered by time.
        return entries.OrderByDescending(entry => entry.Id);
    }

    private static async Task<IReadOnlyList<AuditLine>> ReadAsync(PlatformDbContext db, IQueryable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var rows = await entries.ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.DepartmentId).OfType<Guid>().Distinct().ToList();
        var names = await db.Departments.Where(department => ids.Contains(department.Id)).ToDictionaryAsync(department => department.Id, department => department.Name, cancellationToken);
        return
        [
            .. rows.Select(row => new AuditLine(
                row.Id, row.At, row.UserId, row.UserName, row.Action, row.SubjectKind, row.SubjectId, row.SubjectName, row.DepartmentId,
                row.DepartmentId is { } department ? names.GetValueOrDefault(department) : null,
                JsonSerializer.Deserialize<Dictionary<string, string>>(row.Arguments)!, row.IpAddress, row.UserAgent)),
        ];
    }
}
