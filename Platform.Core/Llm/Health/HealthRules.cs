using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Health;

/// <summary>When a look changes a status: one good look is enough to serve, two bad ones in a row end it, and what people chose stays.</summary>
public static class HealthRules
{
    public const int FailuresUntilError = 2;

    /// <param name="status">Of the deployment.</param>
    /// <param name="statusReason">Why it has it.</param>
    /// <param name="isHealthy">Of the last look.</param>
    /// <param name="failuresInARow">With the last look.</param>
    /// <returns>The status to enter; null where nothing changes.</returns>
    public static LlmDeploymentStatus? Next(LlmDeploymentStatus status, string statusReason, bool isHealthy, int failuresInARow) => status switch
    {
        LlmDeploymentStatus.Error when isHealthy => LlmDeploymentStatus.Active,
        LlmDeploymentStatus.Active when !isHealthy && failuresInARow >= FailuresUntilError => LlmDeploymentStatus.Error,

        // It stays in error, now for a reason.
        LlmDeploymentStatus.Error when HealthReasons.IsAwaiting(statusReason) && failuresInARow >= FailuresUntilError => LlmDeploymentStatus.Error,
        _ => null,
    };
}
