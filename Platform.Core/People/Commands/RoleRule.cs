using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Who may make whom an administrator, and that one always remains.</summary>
internal static class RoleRule
{
    /// <summary>A manager must not be able to rise above their department by registering an administrator.</summary>
    public static void RequireGrantable(Actor actor, UserRole role)
    {
        if (role == UserRole.Admin)
        {
            AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        }
    }

    public static async Task RequireAnotherAdministratorAsync(PlatformDbContext db, User user, CancellationToken cancellationToken)
    {
        if (user.Role == UserRole.Admin && !await db.Users.AnyAsync(other => other.Id != user.Id && other.IsActive && other.Role == UserRole.Admin, cancellationToken))
        {
            throw new DomainRuleException("user.last_administrator", "This is the last active administrator. Make somebody else administrator first.");
        }
    }
}
