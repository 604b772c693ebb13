using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;

namespace Platform.Web.Components.Llm;

/// <summary>A deployment while it is typed.</summary>
public sealed class DeploymentForm
{
    public Guid LlmModelId { get; set; }

    public string ServerName { get; set; } = "";

    public int GpuCount { get; set; } = 1;

    public LlmEnvironment Environment { get; set; } = LlmEnvironment.Dev;

    public string BaseUrl { get; set; } = "";

    public LlmEngine Engine { get; set; } = LlmEngine.Vllm;

    public string UpstreamModelName { get; set; } = "";

    public Guid LlmDatasetId { get; set; }

    /// <summary>As typed: what is stored never comes here.</summary>
    public string Credential { get; set; } = "";

    public bool RemovesCredential { get; set; }

    public bool IsComplete => LlmModelId != Guid.Empty && !string.IsNullOrWhiteSpace(ServerName) && !string.IsNullOrWhiteSpace(BaseUrl) && !string.IsNullOrWhiteSpace(UpstreamModelName);

    /// <summary>Null keeps the stored one, an empty text removes it.</summary>
    public string? CredentialChange => RemovesCredential ? "" : Credential.Length > 0 ? Credential : null;

    public DeploymentSettings ToSettings() => new(LlmModelId, ServerName, GpuCount, Environment, BaseUrl, Engine, UpstreamModelName, LlmDatasetId == Guid.Empty ? null : LlmDatasetId);

    public static DeploymentForm Of(LlmDeploymentView view) => new()
    {
        LlmModelId = view.LlmModelId,
        ServerName = view.ServerName,
        GpuCount = view.GpuCount,
        Environment = view.Environment,
        BaseUrl = view.BaseUrl,
        Engine = view.Engine,
        UpstreamModelName = view.UpstreamModelName,
        LlmDatasetId = view.LlmDatasetId ?? Guid.Empty,
    };
}
