using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Takes a no back: the person waits again.</summary>
public sealed class ReopenRegistrationCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid registrationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var declined = await db.PendingRegistrationForAsync(actor, registrationId, Permission.ManagePlatform, cancellationToken);
        if (declined.DeclinedAt is not null)
        {
            declined.Reopen();
            db.Record(actor, AuditActions.RegistrationReopened, PendingRegistrationScope.SubjectOf(declined));
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
