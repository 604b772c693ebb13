using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Registry.Queries;

/// <summary>A model with what belongs to it.</summary>
public sealed record LlmModelView(Guid Id, string Name, string Type, IReadOnlyList<PresetView> Presets, IReadOnlyList<LlmDeploymentView> Deployments);

/// <summary>A preset; null leaves the engine its own default.</summary>
public sealed record PresetView(Guid Id, string Name, int? MaxTokens, double? Temperature, double? TopP, int? TopK, DateTime CreatedAt)
{
    public PresetValues Values => new(Name, MaxTokens, Temperature, TopP, TopK);
}

/// <summary>A deployment as everybody may see it.</summary>
/// <param name="StatusReason">One of <see cref="HealthReasons"/>.</param>
/// <param name="StatusAt">Since when.</param>
/// <param name="HasCredential">All that anybody learns of it.</param>
/// <param name="IsEcho">Whether it is the platform's own echo engine.</param>
/// <param name="Health">Null until somebody has looked since the server started.</param>
public sealed record LlmDeploymentView(
    Guid Id, Guid LlmModelId, string ModelName, Guid? LlmDatasetId, string ServerName, int GpuCount, LlmEnvironment Environment, LlmDeploymentStatus Status, string StatusReason, DateTime StatusAt,
    string BaseUrl, LlmEngine Engine, string UpstreamModelName, bool HasCredential, bool IsEcho, DeploymentHealth? Health)
{
    /// <summary>Whether requests go there.</summary>
    public bool IsRouted => Status == LlmDeploymentStatus.Active;
}

/// <summary>A change of status.</summary>
/// <param name="By">Null for the health watch.</param>
public sealed record StatusChangeView(Guid Id, LlmDeploymentStatus? From, LlmDeploymentStatus To, string Reason, string? Detail, string? By, DateTime At);
