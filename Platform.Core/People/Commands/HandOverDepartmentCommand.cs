using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Makes another active member the manager of a department.</summary>
public sealed class HandOverDepartmentCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid departmentId, Guid managerUserId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var department = await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
        var manager = await db.Users.SingleOrDefaultAsync(user => user.Id == managerUserId && user.DepartmentId == departmentId && user.IsActive, cancellationToken)
            ?? throw new DomainRuleException("department.manager_not_member", "A department is managed by one of its own active members. Register or activate the person first.");
        department.HandOverTo(managerUserId);
        db.Record(actor, AuditActions.DepartmentHandedOver, AuditSubjects.Of(department), ("to", manager.Name));
        await db.SaveChangesAsync(cancellationToken);
    }
}
