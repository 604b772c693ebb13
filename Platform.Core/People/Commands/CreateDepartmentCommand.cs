using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Creates a department together with its first manager.</summary>
public sealed class CreateDepartmentCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task<(Guid DepartmentId, Guid ManagerId)> ExecuteAsync(Actor actor, string name, NewPerson manager, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ids = await DepartmentBirth.WriteAsync(db, time, name, manager, cancellationToken);
        db.Record(actor, AuditActions.DepartmentCreated, new AuditSubject(AuditKinds.Department, ids.DepartmentId, name.Trim(), ids.DepartmentId), ("manager", manager.Name.Trim()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ids;
    }
}
