namespace Platform.Core.Deployments.Metrics;

/// <summary>A minute of one version of a deployment.</summary>
/// <param name="Minute">Its beginning, UTC.</param>
public sealed record MinuteRecord(Guid DeploymentId, Guid ModelVersionId, DateTime Minute, MinuteCounts Counts);
