using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Registers somebody who waits, linked with the identity that they came with; who may register people in the department may do this.</summary>
public sealed class ApproveRegistrationCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new user's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid registrationId, Guid departmentId, UserRole role, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                var waiting = await db.PendingRegistrationForAsync(actor, registrationId, Permission.ManageDepartment, cancellationToken);
                await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
                RoleRule.RequireGrantable(actor, role);
                var user = PersonOf(waiting, role).ToUser(Ids.New(time), departmentId, time.GetUtcNow().UtcDateTime);
                await EmailRule.RequireFreeAsync(db, user.Email, cancellationToken);
                user.LinkFirebase(waiting.FirebaseUid);
                db.Add(user);
                db.Remove(waiting);
                db.Record(actor, AuditActions.UserRegistered, AuditSubjects.Of(user), ("role", EnumText<UserRole>.ToText(user.Role)), ("provider", "Firebase"));
                await db.SaveChangesAsync(cancellationToken);
                return user.Id;
            },
            cancellationToken);
    }

    private static NewPerson PersonOf(PendingRegistration waiting, UserRole role)
    {
        if (waiting.Email is not { } email)
        {
            throw new DomainRuleException("registration.no_email", "This account has no e-mail address, and people are registered by theirs. Ask the person to sign in with an account that has one.");
        }

        // Anybody may claim an address; registered, it would be taken from whom it belongs to.
        if (!waiting.IsEmailVerified)
        {
            throw new DomainRuleException("registration.unverified", $"{email} is not verified: it may be somebody else's. Ask the person to follow the link in a mail of “Forgot the password?” and to sign in again.", email);
        }

        return new NewPerson(waiting.Name ?? email[..Math.Min(email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? at : email.Length, User.NameLength)], email, role);
    }
}
