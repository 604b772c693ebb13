namespace Platform.Core.Access;

/// <summary>What the token behind a request leaves of its user's permissions. It only ever takes away.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="ProjectId">The only project that it knows; null for all that its user sees.</param>
/// <param name="ExpiresAt">Null where it has no end.</param>
/// <param name="LastUsedAt">Before this request, to the minute.</param>
public sealed record TokenGrant(Guid TokenId, IReadOnlyCollection<TokenScope> Scopes, Guid? ProjectId, DateTime? ExpiresAt, DateTime? LastUsedAt)
{
    public bool Covers(Permission permission) => Scopes.Any(scope => ScopePolicy.PermissionsOf(scope).Contains(permission)) && !IsBeyondProject(permission);

    /// <summary>What concerns more than one project is nothing for a token that knows one.</summary>
    public bool IsBeyondProject(Permission permission) => ProjectId is not null && permission is (Permission.CreateProject or Permission.EditLlmPresets or Permission.ManageLlm or Permission.ManageDepartment or Permission.ManagePlatform);
}
