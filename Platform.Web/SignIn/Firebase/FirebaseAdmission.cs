using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.People;
using Platform.Core.People.Commands;
using Platform.Core.Shared;

namespace Platform.Web.SignIn.Firebase;

/// <summary>From a Firebase ID token to the person whom it proves, for the sign-in page and for programs.</summary>
public sealed class FirebaseAdmission(IIdentityTokenVerifier tokens, AdmitIdentityCommand admit, RecordSignInCommand record, ActorResolver actors)
{
    /// <summary>Whom the token proves, and whether they are registered. A token that proves nothing is put on record and refused.</summary>
    public async Task<(ProvenIdentity Who, Admission Admission)> AdmitAsync(string idToken, RequestOrigin origin, CancellationToken cancellation)
    {
        var who = await VerifyAsync(idToken, origin, cancellation);
        return (who, await admit.ExecuteAsync(who, origin, cancellation));
    }

    /// <summary>The registered, active person whom the token proves; refuses everybody else with what to do.</summary>
    public async Task<Actor> DemandAsync(string idToken, RequestOrigin origin, CancellationToken cancellation)
    {
        var (_, admission) = await AdmitAsync(idToken, origin, cancellation);
        if (admission.UserId is not { } userId)
        {
            throw admission.IsDeclined
                ? new DomainRuleException("firebase.declined", "An administrator has declined your registration. Ask yours to take that back.")
                : new DomainRuleException("firebase.unregistered", "You are not registered on this platform yet. You stand on the administrators' list now: ask yours to approve it, then try again.");
        }

        if (await actors.ResolveAsync(userId, cancellation) is { } actor)
        {
            return actor with { Origin = origin };
        }

        await record.FailedAsync(userId, origin, "inactive", cancellation);
        throw new DomainRuleException("firebase.inactive", "Your account on this platform is not active. Ask an administrator to activate it.");
    }

    private async Task<ProvenIdentity> VerifyAsync(string idToken, RequestOrigin origin, CancellationToken cancellation)
    {
        try
        {
            return await tokens.VerifyAsync(idToken, cancellation);
        }
        catch (DomainRuleException refusal) when (refusal.Code == FirebaseTokenVerifier.Refused)
        {
            await record.FailedAsync(null, origin, "firebase_token", cancellation);
            throw;
        }
    }
}
