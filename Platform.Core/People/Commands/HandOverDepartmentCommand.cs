using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Makes another active member the manager of a department.</summary>
public sealed class HandOverDepartmentCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid departmentId, Guid managerUserId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var department = await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
        await db.InTransactionAsync(() => Succession.HandOverAsync(db, actor, department, managerUserId, cancellationToken), cancellationToken);
    }
}
