using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Those who wait belong to no department yet: whoever may register people somewhere sees them all.</summary>
internal static class PendingRegistrationScope
{
    public static async Task<PendingRegistration> PendingRegistrationForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, permission, actor.DepartmentId);
        return await db.PendingRegistrations.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new NotFoundException("pending registration", id);
    }

    public static AuditSubject SubjectOf(PendingRegistration row) => new(AuditKinds.Registration, row.Id, row.Email ?? row.FirebaseUid, null);
}
