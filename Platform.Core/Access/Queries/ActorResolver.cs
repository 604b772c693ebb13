using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.Access.Queries;

/// <summary>Resolves who asks: only registered, active people are somebody.</summary>
public sealed class ActorResolver(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <returns>Null for an unknown or deactivated user.</returns>
    public async Task<Actor?> ResolveAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ActorsOf(db, db.Users.Where(user => user.Id == userId)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Those of the users who are active, as somebody who acts.</summary>
    internal static IQueryable<Actor> ActorsOf(PlatformDbContext db, IQueryable<User> users) =>
        users.Where(user => user.IsActive).Select(user => new Actor(user.Id, user.Name, user.Role, user.DepartmentId, db.Departments.Any(department => department.ManagerUserId == user.Id)));
}
