using Platform.Core.Shared;

namespace Platform.Core.Access;

/// <summary>The second half of the permission matrix: which permissions of its user a token keeps. Every permission is in a scope, so that all scopes together take nothing away.</summary>
public static class ScopePolicy
{
    private const char Separator = ' ';

    private static readonly IReadOnlySet<Permission> s_training = new HashSet<Permission> { Permission.ViewProject, Permission.TrainModel, Permission.DeployModel };

    private static readonly IReadOnlySet<Permission> s_annotation = new HashSet<Permission>
    {
        Permission.ViewProject, Permission.EditOntology, Permission.UploadAssets, Permission.Annotate, Permission.Review, Permission.FreezeDataset,
    };

    // The registry's and the gateway's own; it sees nothing of the vision half.
    private static readonly IReadOnlySet<Permission> s_llm = new HashSet<Permission> { Permission.UseLlm, Permission.EditLlmPresets, Permission.ManageLlm };

    private static readonly IReadOnlySet<Permission> s_admin = new HashSet<Permission>
    {
        Permission.ViewProject, Permission.CreateProject, Permission.EditProject, Permission.ManageDepartment, Permission.ManagePlatform,
    };

    public static IReadOnlyList<TokenScope> All { get; } = Enum.GetValues<TokenScope>();

    public static IReadOnlySet<Permission> PermissionsOf(TokenScope scope) => scope switch
    {
        TokenScope.Training => s_training,
        TokenScope.Annotation => s_annotation,
        TokenScope.Llm => s_llm,
        TokenScope.Admin => s_admin,
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    /// <summary>Refuses what the token leaves out, whatever its user may. People without a token pass.</summary>
    public static void Demand(Actor actor, Permission permission)
    {
        if (actor.Grant is not { } grant || grant.Covers(permission))
        {
            return;
        }

        if (grant.IsBeyondProject(permission))
        {
            throw new DomainRuleException("token.project", "This token is limited to one project and may not do what concerns others. Use a token without that limit.");
        }

        var needed = string.Join(", ", All.Where(scope => PermissionsOf(scope).Contains(permission)).Select(EnumText<TokenScope>.ToText));
        throw new DomainRuleException(
            "token.scope", $"The scopes of this token do not allow this ({EnumText<Permission>.ToText(permission)}). Use a token with one of these scopes: {needed}.", EnumText<Permission>.ToText(permission), needed);
    }

    /// <summary>Tokens are handed out and ended by their users themselves, or by a token of scope <c>admin</c>: otherwise a narrow one could make itself a wide one.</summary>
    public static void DemandTokens(Actor actor)
    {
        if (actor.Grant is { } grant && !grant.Scopes.Contains(TokenScope.Admin))
        {
            throw new DomainRuleException("token.scope", "The scopes of this token do not allow this (tokens). Use a token with one of these scopes: admin.", "tokens", EnumText<TokenScope>.ToText(TokenScope.Admin));
        }
    }

    /// <summary>The stored form: words with spaces between them, in one order.</summary>
    public static string ToText(IEnumerable<TokenScope> scopes) => string.Join(Separator, scopes.Distinct().Order().Select(EnumText<TokenScope>.ToText));

    public static IReadOnlyList<TokenScope> Parse(string text) => [.. text.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(EnumText<TokenScope>.Parse)];
}
