using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Puts on record who came in, who tried to, and who left; called by the sign-in itself, for the user it has just proved.</summary>
public sealed class RecordSignInCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleAsync(row => row.Id == actor.UserId, cancellationToken);
        user.SignedIn(time.GetUtcNow().UtcDateTime);
        db.Record(actor, AuditActions.SignedIn, SubjectOf(actor));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <param name="userId">Whom the attempt was for, where that is known.</param>
    /// <param name="reason">A code: <c>link_used</c>, <c>inactive</c>, <c>firebase_token</c>.</param>
    public async Task FailedAsync(Guid? userId, RequestOrigin origin, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(row => row.Id == userId, cancellationToken);
        var subject = user is null ? new AuditSubject(AuditKinds.SignIn, null, "", null) : AuditSubjects.Of(user);
        db.Record(null, origin, AuditActions.SignInFailed, subject, ("reason", reason));
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task EndedAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Record(actor, AuditActions.SignedOut, SubjectOf(actor));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static AuditSubject SubjectOf(Actor actor) => new(AuditKinds.User, actor.UserId, actor.Name, actor.DepartmentId);
}
