namespace Platform.Core.Departments;

/// <summary>Asked by whoever sends requests to language models, before each is sent.</summary>
public interface ITokenQuota
{
    /// <summary>
    /// Refuses with <c>quota.tokens</c> once the month's tokens are used up. The department is the project's, or the user's where a session has no project.
    /// Reads the database each time; a caller that asks more often than people can click keeps the answer for some seconds.
    /// </summary>
    Task DemandTokensAsync(Guid userId, Guid? projectId, CancellationToken cancellationToken);
}
