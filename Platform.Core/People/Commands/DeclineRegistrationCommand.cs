using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Says no to somebody who waits: they stay declined, however often they try. That concerns every department, so only administrators may.</summary>
public sealed class DeclineRegistrationCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task ExecuteAsync(Actor actor, Guid registrationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db.PendingRegistrationForAsync(actor, registrationId, Permission.ManagePlatform, cancellationToken);
        if (waiting.DeclinedAt is null)
        {
            waiting.Decline(actor.UserId, time.GetUtcNow().UtcDateTime);
            db.Record(actor, AuditActions.RegistrationDeclined, PendingRegistrationScope.SubjectOf(waiting));
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
