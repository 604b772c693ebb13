using System.Text;

namespace Platform.Core.People;

/// <summary>Somebody for whom an identity provider vouches. Whether they may come in is another question.</summary>
/// <param name="FirebaseUid">The provider's own name for them, which never changes.</param>
/// <param name="Email">As the provider has it; null where it knows none.</param>
/// <param name="IsEmailVerified">Whether the provider has seen that the address is theirs.</param>
/// <param name="Name">What they call themselves.</param>
public sealed record ProvenIdentity(string FirebaseUid, string? Email, bool IsEmailVerified, string? Name)
{
    /// <summary>
    /// The address in the form in which people are registered, where it is certain to be theirs. Letters beyond ASCII may turn into others when they are made small, so that somebody else's
    /// address could become this one: such addresses prove nothing.
    /// </summary>
    public string? ProvenEmail => IsEmailVerified && Email is not null && Ascii.IsValid(Email) ? Email.Trim().ToLowerInvariant() : null;
}

/// <summary>Proves who somebody is by the token of an identity provider.</summary>
public interface IIdentityTokenVerifier
{
    /// <summary>
    /// Throws <see cref="Shared.DomainRuleException"/> with <c>firebase.token</c> for a token that proves nothing, <c>firebase.unreachable</c> while the provider's keys cannot be had,
    /// and <c>firebase.off</c> where no provider is configured.
    /// </summary>
    Task<ProvenIdentity> VerifyAsync(string idToken, CancellationToken cancellationToken);
}
