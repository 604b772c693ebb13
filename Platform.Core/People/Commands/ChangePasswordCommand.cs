using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Gives the actor another password, or a first one, and ends their other browser sessions.</summary>
public sealed class ChangePasswordCommand(IDbContextFactory<PlatformDbContext> contexts, IPasswordHashes hashes)
{
    /// <param name="actor">Whose password it is.</param>
    /// <param name="present">Not asked for where there is none yet, nor for an hour after the server's own link.</param>
    /// <param name="next">The new one, as typed.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task ExecuteAsync(Actor actor, string? present, string? next, CancellationToken cancellationToken)
    {
        ScopePolicy.DemandTokens(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleAsync(row => row.Id == actor.UserId, cancellationToken);
        var password = PasswordRule.Normalized(next);
        PasswordRule.Require(password, user);
        if (await OwnPassword.IsNeededAsync(db, actor, cancellationToken))
        {
            var given = PasswordRule.Normalized(present);
            var tried = await PasswordTries.JudgeAsync(db, hashes, actor.UserId, given, cancellationToken);
            if (!tried.IsRight)
            {
                SignInByPasswordCommand.Record(db, user, actor.Origin, tried.Failure!, tried);
                await db.SaveChangesAsync(cancellationToken);
                throw tried.LockedUntil is null
                    ? new DomainRuleException("password.wrong", "The present password is not right. Type it again, or ask for a link that resets it.")
                    : new DomainRuleException("password.locked", "The password was tried wrongly too often. Wait a quarter of an hour, or ask for a link that resets it.");
            }

            if (given == password)
            {
                throw new DomainRuleException("password.unchanged", "This is the present password. Choose another one.");
            }
        }

        var hash = hashes.HashOf(password);
        await db.InTransactionAsync(
            async () =>
            {
                var isChange = await OwnPassword.WriteAsync(db, user.Id, hash, actor.SessionId, cancellationToken);
                db.Record(actor, isChange ? AuditActions.PasswordChanged : AuditActions.PasswordSet, AuditSubjects.Of(user));
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }
}
