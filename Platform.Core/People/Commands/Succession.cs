using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Who manages a department after whoever does, inside the caller's transaction. The database holds the same: a manager is an active member of the department, at the end of every transaction.</summary>
internal static class Succession
{
    /// <summary>Makes another active member the manager.</summary>
    public static async Task HandOverAsync(PlatformDbContext db, Actor actor, Department department, Guid successorId, CancellationToken cancellationToken)
    {
        var successor = await db.Users.SingleOrDefaultAsync(user => user.Id == successorId && user.DepartmentId == department.Id && user.IsActive, cancellationToken)
            ?? throw new DomainRuleException("department.manager_not_member", "A department is managed by one of its own active members. Register or activate the person first.");
        department.HandOverTo(successorId);
        db.Record(actor, AuditActions.DepartmentHandedOver, AuditSubjects.Of(department), ("to", successor.Name));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Before a person leaves or is shut out: whoever manages a department hands it over first, to somebody else.</summary>
    public static async Task ReleaseAsync(PlatformDbContext db, Actor actor, User leaving, Guid? successorId, CancellationToken cancellationToken)
    {
        if (await db.Departments.SingleOrDefaultAsync(department => department.ManagerUserId == leaving.Id, cancellationToken) is not { } department)
        {
            return;
        }

        if (!await db.Users.AnyAsync(user => user.DepartmentId == department.Id && user.IsActive && user.Id != leaving.Id, cancellationToken))
        {
            throw new DomainRuleException(
                "department.last_member", $"{leaving.Name} is the last active member of '{department.Name}', and a department is never without. Register or move somebody into it first, who becomes its manager.",
                leaving.Name, department.Name);
        }

        if (successorId is not { } next || next == leaving.Id)
        {
            throw new DomainRuleException(
                "department.successor_needed", $"{leaving.Name} manages '{department.Name}'. Name another active member of it as the successor, or hand it over first.", leaving.Name, department.Name);
        }

        await HandOverAsync(db, actor, department, next, cancellationToken);
    }
}
