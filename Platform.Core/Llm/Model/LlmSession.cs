namespace Platform.Core.Llm.Model;

/// <summary>A stretch of work of one user with LLMs.</summary>
public sealed class LlmSession
{
    public const int NameLength = 200;

    // Only for EF.
    private LlmSession()
    {
    }

    public LlmSession(
        Guid id, Guid userId, Guid? projectId, DateTime startTime, DateTime? endTime, LlmSessionType sessionType, LlmSessionStatus status, string? name = null)
    {
        Id = id;
        UserId = userId;
        ProjectId = projectId;
        StartTime = startTime;
        EndTime = endTime;
        SessionType = sessionType;
        Status = status;
        Name = name;
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public Guid? ProjectId { get; private set; }

    public DateTime StartTime { get; private set; }

    public DateTime? EndTime { get; private set; }

    public LlmSessionType SessionType { get; private set; }

    public LlmSessionStatus Status { get; private set; }

    /// <summary>As its user's programs call it; null for one that the gateway opened by itself.</summary>
    public string? Name { get; private set; }
}
