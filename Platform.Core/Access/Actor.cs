using Platform.Core.People.Model;

namespace Platform.Core.Access;

/// <summary>Who asks: resolved once a request or circuit from the database, and passed to every command and query.</summary>
/// <param name="ManagesDepartment">Whether the user is the manager of <paramref name="DepartmentId"/>.</param>
public sealed record Actor(Guid UserId, string Name, UserRole Role, Guid DepartmentId, bool ManagesDepartment)
{
    /// <summary>The platform itself, for work that goes on after the person who asked for it has left, such as registering a trained model.</summary>
    public static Actor Platform { get; } = new(Guid.Empty, "platform", UserRole.Admin, Guid.Empty, false);

    /// <summary>What the token that the actor came with leaves of their permissions; null for people who are signed in, and for the platform.</summary>
    public TokenGrant? Grant { get; init; }

    /// <summary>The browser session that the actor sits in; null for tokens, the console and work in the background.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>What the audit says of where the actor sat; unknown for work in the background.</summary>
    public RequestOrigin Origin { get; init; } = RequestOrigin.Unknown;

    public bool IsAdmin => Role == UserRole.Admin;
}
