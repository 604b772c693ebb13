using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;

namespace Platform.Core.Access.Queries;

/// <summary>Resolves who asks: only registered, active people are somebody.</summary>
public sealed class ActorResolver(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <returns>Null for an unknown or deactivated user.</returns>
    public async Task<Actor?> ResolveAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from user in db.Users
            where user.Id == userId && user.IsActive
            select new Actor(user.Id, user.Name, user.Role, user.DepartmentId, db.Departments.Any(department => department.ManagerUserId == user.Id)))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Those of the users who would still be let in.</summary>
    public async Task<IReadOnlySet<Guid>> ActiveAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(user => user.IsActive && userIds.Contains(user.Id)).Select(user => user.Id).ToHashSetAsync(cancellationToken);
    }
}
