using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.Access;

/// <summary>The permission matrix: a role's permissions inside its own department; administrators everywhere. What a token leaves out is taken off first.</summary>
public static class AccessPolicy
{
    private static readonly IReadOnlySet<Permission> s_analyst = new HashSet<Permission> { Permission.ViewProject, Permission.Annotate, Permission.UseLlm };

    private static readonly IReadOnlySet<Permission> s_researcher = new HashSet<Permission>(s_analyst)
    {
        Permission.CreateProject, Permission.EditProject, Permission.EditOntology, Permission.UploadAssets, Permission.Review, Permission.FreezeDataset, Permission.TrainModel,
        Permission.EditLlmPresets,
    };

    private static readonly IReadOnlySet<Permission> s_developer = new HashSet<Permission>(s_researcher) { Permission.DeployModel, Permission.ManageLlm };

    // What all departments share: managing one of them says nothing there, the role decides.
    private static readonly IReadOnlySet<Permission> s_shared = new HashSet<Permission> { Permission.UseLlm, Permission.EditLlmPresets, Permission.ManageLlm };

    public static bool Allows(Actor actor, Permission permission, Guid departmentId) => actor.Grant?.Covers(permission) != false && RoleAllows(actor, permission, departmentId);

    /// <summary>For things of a project that are not found through the database, where a token's limit to a project is kept.</summary>
    public static bool Allows(Actor actor, Permission permission, Guid departmentId, Guid projectId) =>
        (actor.Grant?.ProjectId ?? projectId) == projectId && Allows(actor, permission, departmentId);

    /// <summary>Refuses with <see cref="AccessDeniedException"/>, or by the token's scopes. Things outside the actor's department must have been answered "not found" before.</summary>
    public static void Demand(Actor actor, Permission permission, Guid departmentId)
    {
        ScopePolicy.Demand(actor, permission);
        if (!RoleAllows(actor, permission, departmentId))
        {
            throw new AccessDeniedException(EnumText<Permission>.ToText(permission));
        }
    }

    private static bool RoleAllows(Actor actor, Permission permission, Guid departmentId)
    {
        if (actor.IsAdmin)
        {
            return true;
        }

        if (permission == Permission.ManagePlatform || departmentId != actor.DepartmentId)
        {
            return false;
        }

        return (actor.ManagesDepartment && !s_shared.Contains(permission)) || PermissionsOf(actor.Role).Contains(permission);
    }

    private static IReadOnlySet<Permission> PermissionsOf(UserRole role) => role switch
    {
        UserRole.Admin or UserRole.Developer => s_developer,
        UserRole.Researcher => s_researcher,
        UserRole.Analyst => s_analyst,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
