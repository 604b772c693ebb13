using Platform.Core.Llm.Connections;

namespace Platform.Core.Llm.Health;

/// <summary>Tells whoever talks to engines what commands changed in the registry.</summary>
public sealed class RegistrySignals(EngineConnections connections, HealthBoard board)
{
    /// <summary>Something is worth a look now.</summary>
    public event Action? Changed;

    /// <summary>What was known of the deployment is out of date.</summary>
    public void DeploymentChanged(Guid deploymentId)
    {
        board.Forget(deploymentId);
        board.Tell(deploymentId);
        Changed?.Invoke();
    }

    public void DeploymentRemoved(Guid deploymentId)
    {
        connections.Forget(deploymentId);
        board.Forget(deploymentId);
        board.Tell(deploymentId);
    }
}
