using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>What came of somebody's proof of who they are.</summary>
/// <param name="UserId">Of a registered person, who may be inactive; null for everybody else.</param>
/// <param name="IsDeclined">Of somebody who is not registered: whether an administrator has declined them.</param>
public sealed record Admission(Guid? UserId, bool IsDeclined);

/// <summary>
/// Finds the registered person behind a proven identity: by its uid, or at the first time by a verified e-mail address of somebody who has no uid yet, who is linked with it for good.
/// Whoever is not registered is put on the list of those who wait. It signs nobody in.
/// </summary>
public sealed class AdmitIdentityCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<Admission> ExecuteAsync(ProvenIdentity who, RequestOrigin origin, CancellationToken cancellationToken)
    {
        try
        {
            return await AdmitAsync(who, origin, cancellationToken);
        }
        catch (DomainRuleException clash) when (clash.Code == "database.duplicate")
        {
            // Two first tries of one person at once: the other has written what is read now.
            return await AdmitAsync(who, origin, cancellationToken);
        }
    }

    private async Task<Admission> AdmitAsync(ProvenIdentity who, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.Where(user => user.FirebaseUid == who.FirebaseUid).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return new Admission(known, IsDeclined: false);
        }

        return await db.InTransactionAsync(
            async () => await LinkAsync(db, who, origin, cancellationToken) is { } linked ? new Admission(linked, IsDeclined: false) : await WaitAsync(db, who, origin, cancellationToken),
            cancellationToken);
    }

    /// <returns>The person with this address who has no uid yet; linked unless they are inactive.</returns>
    private static async Task<Guid?> LinkAsync(PlatformDbContext db, ProvenIdentity who, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (who.ProvenEmail is not { } email || await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Email == email && row.FirebaseUid == null, cancellationToken) is not { } user)
        {
            return null;
        }

        if (user.IsActive)
        {
            // Of two uids that come at once with one address only the first is linked.
            var linked = await db.Users.Where(row => row.Id == user.Id && row.FirebaseUid == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.FirebaseUid, who.FirebaseUid), cancellationToken);
            if (linked == 0)
            {
                return null;
            }

            await db.PendingRegistrations.Where(row => row.FirebaseUid == who.FirebaseUid).ExecuteDeleteAsync(cancellationToken);
            var actor = new Actor(user.Id, user.Name, user.Role, user.DepartmentId, ManagesDepartment: false) { Origin = origin };
            db.Record(actor, AuditActions.UserFirebaseLinked, AuditSubjects.Of(user));
            await db.SaveChangesAsync(cancellationToken);
        }

        return user.Id;
    }

    private static async Task<Admission> WaitAsync(PlatformDbContext db, ProvenIdentity who, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var row = await db.PendingRegistrations.SingleOrDefaultAsync(row => row.FirebaseUid == who.FirebaseUid, cancellationToken);
        if (row is null)
        {
            row = new PendingRegistration(Ids.New(db.Clock), who, now);
            db.Add(row);
        }
        else
        {
            row.Tried(who, now);
        }

        var isDeclined = row.DeclinedAt is not null;
        db.Record(null, origin, AuditActions.SignInFailed, new AuditSubject(AuditKinds.SignIn, null, row.Email ?? row.FirebaseUid, null), ("reason", isDeclined ? "declined" : "unregistered"));
        await db.SaveChangesAsync(cancellationToken);
        await ForgetOldestAsync(db, cancellationToken);
        return new Admission(null, isDeclined);
    }

    // Those who were declined stay: people declined them one by one, so they do not grow by themselves.
    private static async Task ForgetOldestAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        var beyond = await db.PendingRegistrations.Where(row => row.DeclinedAt == null).OrderByDescending(row => row.LastTriedAt).ThenByDescending(row => row.Id)
            .Skip(PendingRegistration.MaxWaiting).Select(row => row.Id).ToListAsync(cancellationToken);
        if (beyond.Count > 0)
        {
            await db.PendingRegistrations.Where(row => beyond.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
