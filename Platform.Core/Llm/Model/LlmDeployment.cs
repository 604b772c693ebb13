namespace Platform.Core.Llm.Model;

/// <summary>A server that runs a model.</summary>
public sealed class LlmDeployment
{
    // Only for EF.
    private LlmDeployment()
    {
    }

    public LlmDeployment(
        Guid id, Guid llmModelId, Guid? llmDatasetId, string serverName, int gpuCount, LlmEnvironment environment, LlmDeploymentStatus status, string baseUrl, string engine, string upstreamModelName, string? credentialReference)
    {
        Id = id;
        LlmModelId = llmModelId;
        LlmDatasetId = llmDatasetId;
        ServerName = serverName;
        GpuCount = gpuCount;
        Environment = environment;
        Status = status;
        BaseUrl = baseUrl;
        Engine = engine;
        UpstreamModelName = upstreamModelName;
        CredentialReference = credentialReference;
    }

    public Guid Id { get; private set; }

    public Guid LlmModelId { get; private set; }

    public Guid? LlmDatasetId { get; private set; }

    public string ServerName { get; private set; } = "";

    public int GpuCount { get; private set; }

    public LlmEnvironment Environment { get; private set; }

    public LlmDeploymentStatus Status { get; private set; }

    public string BaseUrl { get; private set; } = "";

    public string Engine { get; private set; } = "";

    public string UpstreamModelName { get; private set; } = "";

    public string? CredentialReference { get; private set; }
}
