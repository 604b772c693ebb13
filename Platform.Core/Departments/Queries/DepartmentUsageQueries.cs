using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Departments.Model;

namespace Platform.Core.Departments.Queries;

/// <summary>A department as its card shows it.</summary>
/// <param name="AssetsAdded">Files added in each of the last twelve months, the present one last.</param>
public sealed record DepartmentCard(
    Guid Id, string Name, Guid ManagerUserId, string ManagerName, int MemberCount, int ProjectCount, long StorageBytes, DepartmentQuotas Quotas, IReadOnlyList<long> AssetsAdded);

/// <summary>What of its quotas a department has used.</summary>
/// <param name="Month">That hours and tokens are counted in, such as <c>2026-11</c>.</param>
/// <param name="TrainingHours">Of the month.</param>
/// <param name="Tokens">Of the month.</param>
public sealed record DepartmentStanding(Guid Id, string Name, Guid ManagerUserId, string ManagerName, DepartmentQuotas Quotas, string Month, long StorageBytes, double TrainingHours, long Tokens);

/// <summary>What a project holds.</summary>
/// <param name="StorageBytes">A file that two projects share counts in both.</param>
/// <param name="Assets">Different images and videos.</param>
/// <param name="Annotations">Of all versions, copies too.</param>
public sealed record ProjectUse(Guid Id, string Name, long StorageBytes, int Assets, long Annotations);

/// <summary>What came in and was spent in a month.</summary>
/// <param name="Month">Such as <c>2026-11</c>.</param>
/// <param name="Assets">Files added and still there; copies into new versions are not counted.</param>
/// <param name="Annotations">Shapes, likewise.</param>
public sealed record MonthUse(string Month, long Assets, long Annotations, double CpuHours, double GpuHours, long Tokens);

/// <summary>Where a department's usage comes from.</summary>
public sealed record DepartmentUsage(IReadOnlyList<ProjectUse> Projects, IReadOnlyList<MonthUse> Months);

/// <summary>Reads what departments use, as it is now: for administrators all, for managers their own.</summary>
public sealed class DepartmentUsageQueries(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const double SecondsPerHour = 3600;

    // A count that took longer serves for twenty times as long, so that nobody who reloads a page keeps the database busy.
    private const int ServesTimes = 20;

    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Guid, Counted> _counted = new();

    public async Task<IReadOnlyList<DepartmentCard>> CardsAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageDepartment, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from department in db.VisibleDepartments(actor)
            join manager in db.Users on department.ManagerUserId equals manager.Id
            orderby department.Name
            select new
            {
                Department = department,
                Manager = manager.Name,
                Members = db.Users.Count(user => user.DepartmentId == department.Id && user.IsActive),
                Projects = db.Projects.Count(project => project.DepartmentId == department.Id),
            }).AsNoTracking().ToListAsync(cancellationToken);
        Guid? only = actor.IsAdmin ? null : actor.DepartmentId;
        var months = UsageMonth.Last(time.GetUtcNow(), UsageMonth.Shown);
        var stored = (await UsageSql.StoredByDepartmentAsync(db, only, cancellationToken)).ToDictionary(row => row.Id, row => row.Bytes);
        var added = (await UsageSql.AssetsAddedAsync(db, only, UsageMonth.StartOf(months[0]), cancellationToken)).ToDictionary(row => (row.DepartmentId, row.Month), row => row.Count);
        return
        [
            .. rows.Select(row => new DepartmentCard(
                row.Department.Id, row.Department.Name, row.Department.ManagerUserId, row.Manager, row.Members, row.Projects, stored.GetValueOrDefault(row.Department.Id), row.Department.Quotas(),
                [.. months.Select(month => added.GetValueOrDefault((row.Department.Id, UsageMonth.Text(month))))])),
        ];
    }

    public async Task<DepartmentStanding> StandingAsync(Actor actor, Guid departmentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var department = await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
        var manager = await db.Users.Where(user => user.Id == department.ManagerUserId).Select(user => user.Name).SingleAsync(cancellationToken);
        var month = UsageMonth.Of(time.GetUtcNow());
        var seconds = await db.TrainingUses.Where(use => use.DepartmentId == departmentId && use.Month == month).SumAsync(use => use.Seconds, cancellationToken);
        var tokens = (await UsageSql.TokensAsync(db, departmentId, UsageMonth.StartOf(month), cancellationToken)).Where(row => row.Month == UsageMonth.Text(month)).Sum(row => row.Count);
        return new DepartmentStanding(
            department.Id, department.Name, department.ManagerUserId, manager, department.Quotas(), UsageMonth.Text(month), await UsageSql.StoredAsync(db, departmentId, cancellationToken), seconds / SecondsPerHour, tokens);
    }

    public async Task<DepartmentUsage> UsageAsync(Actor actor, Guid departmentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
        var annotations = await AnnotationsAsync(db, departmentId, cancellationToken);
        return new DepartmentUsage(await ProjectsAsync(db, departmentId, annotations, cancellationToken), await MonthsAsync(db, departmentId, annotations, cancellationToken));
    }

    private async Task<ILookup<Guid, UsageSql.AnnotationRow>> AnnotationsAsync(PlatformDbContext db, Guid departmentId, CancellationToken cancellationToken)
    {
        var versions = await (
            from project in db.Projects
            join dataset in db.Datasets on project.Id equals dataset.ProjectId
            join version in db.DatasetVersions on dataset.Id equals version.DatasetId
            where project.DepartmentId == departmentId
            select new { ProjectId = project.Id, version.Id, version.IsFrozen }).ToListAsync(cancellationToken);
        var rows = new List<(Guid ProjectId, UsageSql.AnnotationRow Row)>();
        foreach (var version in versions)
        {
            if (!_counted.TryGetValue(version.Id, out var counted) || !Serves(counted))
            {
                var startedAt = time.GetTimestamp();
                var counts = await UsageSql.AnnotationsAsync(db, version.Id, cancellationToken);
                _counted[version.Id] = counted = new Counted(counts, time.GetTimestamp(), time.GetElapsedTime(startedAt), version.IsFrozen);
            }

            rows.AddRange(counted.Rows.Select(row => (version.ProjectId, row)));
        }

        return rows.ToLookup(item => item.ProjectId, item => item.Row);
    }

    // What is frozen never changes, so it is counted once.
    private bool Serves(Counted counted) => counted.IsFrozen || (counted.Took > s_slow && time.GetElapsedTime(counted.At) < counted.Took * ServesTimes);

    private static async Task<IReadOnlyList<ProjectUse>> ProjectsAsync(PlatformDbContext db, Guid departmentId, ILookup<Guid, UsageSql.AnnotationRow> annotations, CancellationToken cancellationToken)
    {
        var stored = (await UsageSql.StoredByProjectAsync(db, departmentId, cancellationToken)).ToDictionary(row => row.Id, row => row.Bytes);
        var projects = await (
            from project in db.Projects
            where project.DepartmentId == departmentId
            select new
            {
                project.Id,
                project.Name,
                Assets = (from dataset in db.Datasets
                          join version in db.DatasetVersions on dataset.Id equals version.DatasetId
                          join asset in db.Assets on version.Id equals asset.DatasetVersionId
                          where dataset.ProjectId == project.Id
                          select asset.Sha256).Distinct().Count(),
            }).ToListAsync(cancellationToken);
        return
        [
            .. projects.Select(row => new ProjectUse(row.Id, row.Name, stored.GetValueOrDefault(row.Id), row.Assets, annotations[row.Id].Sum(counted => counted.Count)))
                .OrderByDescending(row => row.StorageBytes).ThenBy(row => row.Name, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<MonthUse>> MonthsAsync(PlatformDbContext db, Guid departmentId, ILookup<Guid, UsageSql.AnnotationRow> annotations, CancellationToken cancellationToken)
    {
        var months = UsageMonth.Last(time.GetUtcNow(), UsageMonth.Shown);
        var (first, since) = (months[0], UsageMonth.StartOf(months[0]));
        var assets = (await UsageSql.AssetsAddedAsync(db, departmentId, since, cancellationToken)).ToDictionary(row => row.Month, row => row.Count);
        var drawn = annotations.SelectMany(project => project).Where(row => row.Added == 1).GroupBy(row => row.Month).ToDictionary(group => group.Key, group => group.Sum(row => row.Count));
        var tokens = (await UsageSql.TokensAsync(db, departmentId, since, cancellationToken)).ToDictionary(row => row.Month, row => row.Count);
        var hours = await db.TrainingUses.Where(use => use.DepartmentId == departmentId && use.Month >= first)
            .GroupBy(use => new { use.Month, use.Device }).Select(group => new { group.Key.Month, group.Key.Device, Hours = group.Sum(use => use.Seconds) / SecondsPerHour })
            .ToDictionaryAsync(group => (group.Month, group.Device), group => group.Hours, cancellationToken);
        return
        [
            .. months.Select(month => new MonthUse(
                UsageMonth.Text(month), assets.GetValueOrDefault(UsageMonth.Text(month)), drawn.GetValueOrDefault(UsageMonth.Text(month)),
                hours.GetValueOrDefault((month, TrainingUseDevice.Cpu)), hours.GetValueOrDefault((month, TrainingUseDevice.Cuda)), tokens.GetValueOrDefault(UsageMonth.Text(month)))),
        ];
    }

    private sealed record Counted(List<UsageSql.AnnotationRow> Rows, long At, TimeSpan Took, bool IsFrozen);
}
