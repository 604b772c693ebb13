using Platform.Core.People.Model;

namespace Platform.Core.Access;

/// <summary>A column of the matrix: a role, or the manager of a department whatever their role.</summary>
public enum MatrixColumn
{
    Analyst,
    Researcher,
    Developer,
    Manager,
    Admin,
}

/// <summary>The matrix as it is shown: every cell is asked of <see cref="AccessPolicy"/> itself, so that page and rule cannot differ.</summary>
public static class PermissionMatrix
{
    private static readonly Guid s_own = new(1, 0, 0, new byte[8]);

    /// <summary>Whether somebody of the column may do it inside their own department.</summary>
    public static bool Allows(MatrixColumn column, Permission permission) => AccessPolicy.Allows(SampleOf(column), permission, s_own);

    private static Actor SampleOf(MatrixColumn column) => new(Guid.Empty, "", RoleOf(column), s_own, ManagesDepartment: column == MatrixColumn.Manager);

    // The least of the roles: what a manager may do comes from managing.
    private static UserRole RoleOf(MatrixColumn column) => column switch
    {
        MatrixColumn.Researcher => UserRole.Researcher,
        MatrixColumn.Developer => UserRole.Developer,
        MatrixColumn.Admin => UserRole.Admin,
        _ => UserRole.Analyst,
    };
}
