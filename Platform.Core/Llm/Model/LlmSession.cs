namespace Platform.Core.Llm.Model;

/// <summary>A stretch of work of one user with LLMs.</summary>
public sealed class LlmSession
{
    // Only for EF.
    private LlmSession()
    {
    }

    public LlmSession(
        Guid id, Guid userId, Guid? projectId, DateTime startTime, DateTime? endTime, LlmSessionType sessionType, LlmSessionStatus status)
    {
        Id = id;
        UserId = userId;
        ProjectId = projectId;
        StartTime = startTime;
        EndTime = endTime;
        SessionType = sessionType;
        Status = status;
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public Guid? ProjectId { get; private set; }

    public DateTime StartTime { get; private set; }

    public DateTime? EndTime { get; private set; }

    public LlmSessionType SessionType { get; private set; }

    public LlmSessionStatus Status { get; private set; }
}
