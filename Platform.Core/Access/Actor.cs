using Platform.Core.People.Model;

namespace Platform.Core.Access;

/// <summary>Who asks: resolved once a request or circuit from the database, and passed to every command and query.</summary>
/// <param name="ManagesDepartment">Whether the user is the manager of <paramref name="DepartmentId"/>.</param>
public sealed record Actor(Guid UserId, string Name, UserRole Role, Guid DepartmentId, bool ManagesDepartment)
{
    public bool IsAdmin => Role == UserRole.Admin;
}
