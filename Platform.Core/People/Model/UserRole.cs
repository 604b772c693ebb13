namespace Platform.Core.People.Model;

/// <summary>A user's role, the row of the permission matrix.</summary>
public enum UserRole
{
    Admin,
    Developer,
    Researcher,
    Analyst,
}
