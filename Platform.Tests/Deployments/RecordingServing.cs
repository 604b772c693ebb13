using Platform.Core.Deployments;

namespace Platform.Tests.Deployments;

/// <summary>Serves nothing, and remembers what it was told.</summary>
internal sealed class RecordingServing : IModelServing
{
    public List<Guid> Checked { get; } = [];

    public List<Guid> Applied { get; } = [];

    public Task CheckAsync(Guid modelVersionId, CancellationToken cancellationToken)
    {
        Checked.Add(modelVersionId);
        return Task.CompletedTask;
    }

    public Task ApplyAsync(Guid deploymentId, CancellationToken cancellationToken)
    {
        Applied.Add(deploymentId);
        return Task.CompletedTask;
    }
}
