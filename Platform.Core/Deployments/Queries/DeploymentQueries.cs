using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Deployments.Metrics;
using Platform.Core.Deployments.Model;

namespace Platform.Core.Deployments.Queries;

/// <summary>Reads deployments, their history and their figures.</summary>
public sealed class DeploymentQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int HistoryLines = 200;

    /// <summary>The deployments of a project by name.</summary>
    public async Task<IReadOnlyList<DeploymentView>> ListAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        return await ViewsAsync(db, db.Deployments.Where(row => db.ModelVersions.Any(version =>
            version.Id == row.ModelVersionId && db.Models.Any(model => model.Id == version.ModelId && model.ProjectId == projectId))), cancellationToken);
    }

    public async Task<DeploymentView> GetAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.DeploymentForAsync(actor, name, Permission.ViewProject, cancellationToken);
        return (await ViewsAsync(db, db.Deployments.Where(row => row.Id == deployment.Id), cancellationToken)).Single();
    }

    /// <summary>What was done with it when and by whom, newest first.</summary>
    public async Task<IReadOnlyList<DeploymentEventView>> HistoryAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.DeploymentForAsync(actor, name, Permission.ViewProject, cancellationToken);
        var lines = await (
            from happened in db.DeploymentEvents
            join user in db.Users on happened.ByUserId equals user.Id
            where happened.DeploymentId == deployment.Id
            orderby happened.Id descending
            select new { Event = happened, By = user.Name }).AsNoTracking().Take(HistoryLines).ToListAsync(cancellationToken);
        var versions = await VersionsAsync(db, [.. lines.Select(line => line.Event.ModelVersionId)], cancellationToken);
        return [.. lines.Select(line => new DeploymentEventView(
            line.Event.Id, line.Event.Action, versions[line.Event.ModelVersionId], line.Event.Value, line.By, line.Event.At))];
    }

    /// <summary>The written-down minutes from a time on, oldest first.</summary>
    public async Task<IReadOnlyList<MinuteRecord>> MinutesAsync(Actor actor, string name, DateTime from, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.DeploymentForAsync(actor, name, Permission.ViewProject, cancellationToken);
        return Read(await db.DeploymentMinutes.AsNoTracking().Where(minute => minute.DeploymentId == deployment.Id && minute.Minute >= from).OrderBy(minute => minute.Minute).ToListAsync(cancellationToken));
    }

    /// <summary>What a version counted on its first day in the deployment: what later days are compared with.</summary>
    public async Task<MinuteCounts> FirstDayAsync(Actor actor, string name, Guid modelVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.DeploymentForAsync(actor, name, Permission.ViewProject, cancellationToken);
        var own = db.DeploymentMinutes.AsNoTracking().Where(minute => minute.DeploymentId == deployment.Id && minute.ModelVersionId == modelVersionId);
        if (await own.MinAsync(minute => (DateTime?)minute.Minute, cancellationToken) is not { } first)
        {
            return new MinuteCounts();
        }

        var end = first.AddDays(1);
        return Read(await own.Where(minute => minute.Minute < end).ToListAsync(cancellationToken)).Aggregate(new MinuteCounts(), (sum, minute) => sum.Add(minute.Counts));
    }

    /// <summary>Every deployment that this platform serves or may be asked for.</summary>
    /// <param name="actor">The platform itself.</param>
    /// <param name="id">This one alone; null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<ServedDeployment>> ListServedAsync(Actor actor, Guid? id, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from deployment in db.Deployments
            join version in db.ModelVersions on deployment.ModelVersionId equals version.Id
            join model in db.Models on version.ModelId equals model.Id
            join project in db.Projects on model.ProjectId equals project.Id
            where deployment.Target == DeploymentTarget.Cloud && (id == null || deployment.Id == id)
            select new ServedDeployment(
                deployment.Id, deployment.Name, project.DepartmentId, project.Id, model.Task, deployment.ModelVersionId, deployment.CanaryModelVersionId, deployment.CanaryWeight, deployment.KeepEvery,
                deployment.KeepDatasetVersionId, deployment.IsActive, deployment.Revision)).ToListAsync(cancellationToken);
    }

    private static List<MinuteRecord> Read(IEnumerable<DeploymentMinute> rows) =>
        [.. rows.Select(row => new MinuteRecord(row.DeploymentId, row.ModelVersionId, row.Minute, MinuteCounts.Read(row.Answered, row.Errors, row.Busy, row.Counts)))];

    private static async Task<IReadOnlyList<DeploymentView>> ViewsAsync(PlatformDbContext db, IQueryable<Deployment> deployments, CancellationToken cancellationToken)
    {
        var rows = await (
            from deployment in deployments
            join version in db.ModelVersions on deployment.ModelVersionId equals version.Id
            join model in db.Models on version.ModelId equals model.Id
            join user in db.Users on deployment.DeployedById equals user.Id
            orderby deployment.Name
            select new { Deployment = deployment, model.ProjectId, model.Task, By = user.Name }).AsNoTracking().ToListAsync(cancellationToken);
        var versions = await VersionsAsync(
            db, [.. rows.SelectMany(row => new[] { row.Deployment.ModelVersionId, row.Deployment.CanaryModelVersionId ?? row.Deployment.ModelVersionId })], cancellationToken);
        var draftIds = rows.Select(row => row.Deployment.KeepDatasetVersionId).OfType<Guid>().ToList();
        var drafts = await (
            from data in db.DatasetVersions
            join dataset in db.Datasets on data.DatasetId equals dataset.Id
            where draftIds.Contains(data.Id)
            select new { data.Id, Name = dataset.Name + " " + data.VersionTag, data.IsFrozen }).ToDictionaryAsync(draft => draft.Id, cancellationToken);
        return [.. rows.Select(row =>
        {
            var deployment = row.Deployment;
            var draft = deployment.KeepDatasetVersionId is { } kept ? drafts.GetValueOrDefault(kept) : null;
            return new DeploymentView(
                deployment.Id, row.ProjectId, deployment.Name, deployment.Target, row.Task, deployment.EndpointUrl, deployment.DeployedAt, row.By, deployment.IsActive,
                versions[deployment.ModelVersionId], deployment.CanaryModelVersionId is { } canary ? versions[canary] : null, deployment.CanaryWeight,
                deployment.KeepEvery, deployment.KeepDatasetVersionId, draft?.Name, draft?.IsFrozen == true);
        })];
    }

    private static async Task<Dictionary<Guid, DeployedVersion>> VersionsAsync(PlatformDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => await (
        from version in db.ModelVersions
        join model in db.Models on version.ModelId equals model.Id
        where ids.Contains(version.Id)
        select new DeployedVersion(
            version.Id,
            model.Id,
            model.Name,

            // Ids are time-ordered, so counting the earlier ones numbers the versions.
            db.ModelVersions.Count(other => other.ModelId == version.ModelId && other.Id.CompareTo(version.Id) <= 0)))
        .ToDictionaryAsync(version => version.ModelVersionId, cancellationToken);
}
