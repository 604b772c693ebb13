using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.Reviews.Queries;

/// <summary>A person's label work on a project on one day.</summary>
public sealed record PersonDay(Guid UserId, string Name, DateOnly Day, int Drawn, int Changed, int Deleted, int Judged, int ImagesDone, int ActiveSeconds);

/// <summary>Reads who labelled how much. Reviewers see everybody, others themselves.</summary>
public sealed class LabelWorkQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public const int MaxDays = 366;

    /// <summary>Over all versions of the project, by day and name.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="first">The first day.</param>
    /// <param name="to">The last day; at most <see cref="MaxDays"/> later are read.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<PersonDay>> ListAsync(Actor actor, Guid projectId, DateOnly first, DateOnly to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        var seesAll = AccessPolicy.Allows(actor, Permission.Review, project.DepartmentId);
        var last = to > first.AddDays(MaxDays) ? first.AddDays(MaxDays) : to;
        var rows = await (
            from day in db.LabelDays
            join version in db.DatasetVersions on day.DatasetVersionId equals version.Id
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            join user in db.Users on day.UserId equals user.Id
            where dataset.ProjectId == projectId && day.Day >= first && day.Day <= last && (seesAll || day.UserId == actor.UserId)
            group day by new { day.UserId, user.Name, day.Day } into days
            select new
            {
                days.Key.UserId,
                days.Key.Name,
                days.Key.Day,
                Drawn = days.Sum(row => row.Drawn),
                Changed = days.Sum(row => row.Changed),
                Deleted = days.Sum(row => row.Deleted),
                Judged = days.Sum(row => row.Judged),
                ImagesDone = days.Sum(row => row.ImagesDone),
                ActiveSeconds = days.Sum(row => row.ActiveSeconds),
            }).ToListAsync(cancellationToken);
        return
        [
            .. rows.OrderBy(row => row.Day).ThenBy(row => row.Name, StringComparer.Ordinal)
                .Select(row => new PersonDay(row.UserId, row.Name, row.Day, row.Drawn, row.Changed, row.Deleted, row.Judged, row.ImagesDone, row.ActiveSeconds)),
        ];
    }
}
