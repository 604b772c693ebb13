namespace Platform.Core.Llm.Model;

/// <summary>That a deployment went from one status to another. The newest <see cref="Kept"/> of a deployment are kept.</summary>
public sealed class LlmStatusChange
{
    public const int Kept = 500;
    public const int DetailLength = 300;

    // Only for EF.
    private LlmStatusChange()
    {
    }

    /// <param name="id">Sorts by time.</param>
    /// <param name="deploymentId">What changed.</param>
    /// <param name="from">Null at its registration.</param>
    /// <param name="to">From now on.</param>
    /// <param name="reason">One of <see cref="HealthReasons"/>.</param>
    /// <param name="detail">What the reason does not say, such as an HTTP status; nothing that an engine answered, and nothing secret.</param>
    /// <param name="byUserId">Null for the health watch.</param>
    /// <param name="at">When.</param>
    public LlmStatusChange(Guid id, Guid deploymentId, LlmDeploymentStatus? from, LlmDeploymentStatus to, string reason, string? detail, Guid? byUserId, DateTime at)
    {
        Id = id;
        LlmDeploymentId = deploymentId;
        FromStatus = from;
        ToStatus = to;
        Reason = reason;
        Detail = detail is { Length: > DetailLength } ? detail[..DetailLength] : detail;
        ByUserId = byUserId;
        At = at;
    }

    public Guid Id { get; private set; }

    public Guid LlmDeploymentId { get; private set; }

    public LlmDeploymentStatus? FromStatus { get; private set; }

    public LlmDeploymentStatus ToStatus { get; private set; }

    public string Reason { get; private set; } = "";

    public string? Detail { get; private set; }

    public Guid? ByUserId { get; private set; }

    public DateTime At { get; private set; }
}
