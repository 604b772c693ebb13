using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.Departments.Queries;

/// <summary>
/// Where work that a quota limits is let in, before it starts; <see cref="DepartmentQuotaRule"/> decides. Uploads hold the room that they will take until they end, so that two which do not both fit are
/// not both let in. Holds live in this process, which is the only one on its data. Safe for any number of threads.
/// </summary>
public sealed class DepartmentQuotaGate(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time) : ITokenQuota, IWorkUnderWay
{
    private const int NamedAdministrators = 3;

    private readonly StorageBook _book = new(time);

    public IEnumerable<WorkUnderWay> All => _book.Holds.Select(hold => new WorkUnderWay(WorkKind.Upload, hold.ProjectId, null, "", hold.UserId, hold.UserName));

    /// <summary>Lets files into a dataset version, or refuses with <c>quota.storage</c>.</summary>
    /// <param name="actor">Must be allowed to upload there.</param>
    /// <param name="datasetVersionId">A version that the actor sees.</param>
    /// <param name="bytes">What is coming, as if none of it were stored yet; 0 where nobody knows.</param>
    /// <param name="cancellationToken">Cancels before anything is held.</param>
    /// <returns>The room that is held until it is disposed.</returns>
    public async Task<StorageHold> HoldStorageAsync(Actor actor, Guid datasetVersionId, long bytes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.DatasetVersionForAsync(actor, datasetVersionId, Permission.UploadAssets, cancellationToken);
        var projectId = await db.Datasets.Where(dataset => dataset.Id == version.DatasetId).Select(dataset => dataset.ProjectId).SingleAsync(cancellationToken);
        return await HoldAsync(db, actor, projectId, bytes, cancellationToken);
    }

    /// <summary>The same for files of models.</summary>
    public async Task<StorageHold> HoldProjectStorageAsync(Actor actor, Guid projectId, long bytes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.TrainModel, cancellationToken);
        return await HoldAsync(db, actor, projectId, bytes, cancellationToken);
    }

    /// <summary>Refuses with <c>quota.training</c> once the hours of this month are used up.</summary>
    public async Task DemandTrainingAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await db.ProjectForAsync(actor, projectId, Permission.TrainModel, cancellationToken);
        var department = await db.Departments.AsNoTracking().SingleAsync(row => row.Id == project.DepartmentId, cancellationToken);
        if (department.TrainingQuotaHours is { } limit)
        {
            var month = UsageMonth.Of(time.GetUtcNow());
            var seconds = await db.TrainingUses.Where(use => use.DepartmentId == department.Id && use.Month == month).SumAsync(use => use.Seconds, cancellationToken);
            DepartmentQuotaRule.DemandTraining(await HolderAsync(db, department, cancellationToken), limit, seconds, month);
        }
    }

    public async Task DemandTokensAsync(Guid userId, Guid? projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var departmentId = projectId is { } id
            ? await db.Projects.Where(project => project.Id == id).Select(project => project.DepartmentId).SingleAsync(cancellationToken)
            : await db.Users.Where(user => user.Id == userId).Select(user => user.DepartmentId).SingleAsync(cancellationToken);
        var department = await db.Departments.AsNoTracking().SingleAsync(row => row.Id == departmentId, cancellationToken);
        if (department.TokenQuota is { } limit)
        {
            var month = UsageMonth.Of(time.GetUtcNow());
            var used = (await UsageSql.TokensAsync(db, departmentId, UsageMonth.StartOf(month), cancellationToken)).Where(row => row.Month == UsageMonth.Text(month)).Sum(row => row.Count);
            DepartmentQuotaRule.DemandTokens(await HolderAsync(db, department, cancellationToken), limit, used, month);
        }
    }

    private async Task<StorageHold> HoldAsync(PlatformDbContext db, Actor actor, Guid projectId, long bytes, CancellationToken cancellationToken)
    {
        var department = await (
            from project in db.Projects
            join owner in db.Departments on project.DepartmentId equals owner.Id
            where project.Id == projectId
            select owner).AsNoTracking().SingleAsync(cancellationToken);
        var hold = new StorageHold(_book, department.Id, projectId, actor.UserId, actor.Name, Math.Max(0, bytes));
        if (department.StorageQuotaBytes is not { } limit)
        {
            _book.Add(hold);
            return hold;
        }

        if (await _book.TryAddAsync(hold, limit, () => UsageSql.StoredAsync(db, department.Id, cancellationToken), cancellationToken) is var (used, underWay))
        {
            DepartmentQuotaRule.DemandStorage(await HolderAsync(db, department, cancellationToken), limit, used, underWay, bytes);
        }

        return hold;
    }

    private static async Task<QuotaHolder> HolderAsync(PlatformDbContext db, Department department, CancellationToken cancellationToken)
    {
        var administrators = await db.Users.Where(user => user.IsActive && user.Role == UserRole.Admin).OrderBy(user => user.CreatedAt).ThenBy(user => user.Id).Take(NamedAdministrators)
            .Select(user => user.Name).ToListAsync(cancellationToken);
        return new QuotaHolder(department.Name, string.Join(", ", administrators));
    }
}
