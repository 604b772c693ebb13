namespace Platform.Core.Llm.Model;

/// <summary>A server that runs a model.</summary>
public sealed class LlmDeployment
{
    public const int ServerNameLength = 255;
    public const int BaseUrlLength = 2000;
    public const int UpstreamModelNameLength = 255;
    public const int ReasonLength = 50;
    public const int MaxGpus = 100_000;

    /// <summary>The reference of deployments of the built-in echo engine, whose credential is made anew at every start and stored nowhere.</summary>
    public const string EchoReference = "echo";

    // Only for EF.
    private LlmDeployment()
    {
    }

    public LlmDeployment(Guid id, DeploymentSettings settings, DateTime registeredAt)
    {
        Id = id;
        Take(settings);
        (Status, StatusReason, StatusAt) = (LlmDeploymentStatus.Error, HealthReasons.Registered, registeredAt);
        Revision = 1;
    }

    public Guid Id { get; private set; }

    public Guid LlmModelId { get; private set; }

    public Guid? LlmDatasetId { get; private set; }

    public string ServerName { get; private set; } = "";

    public int GpuCount { get; private set; }

    public LlmEnvironment Environment { get; private set; }

    public LlmDeploymentStatus Status { get; private set; }

    /// <summary>One of <see cref="HealthReasons"/>: why it has the status.</summary>
    public string StatusReason { get; private set; } = "";

    /// <summary>Since when it has the status.</summary>
    public DateTime StatusAt { get; private set; }

    /// <summary>Without a slash at its end and without <c>/v1</c>.</summary>
    public string BaseUrl { get; private set; } = "";

    public LlmEngine Engine { get; private set; }

    public string UpstreamModelName { get; private set; } = "";

    /// <summary>Names the credential; null where the engine asks for none. The credential itself stands protected in a table of its own.</summary>
    public string? CredentialReference { get; private set; }

    /// <summary>Raised by every change that concerns connections: whoever holds one notices by this that it is out of date.</summary>
    public int Revision { get; private set; }

    /// <summary>Whether the health watch decides between active and error; what people chose stays.</summary>
    public bool IsWatched => Status is LlmDeploymentStatus.Active or LlmDeploymentStatus.Error;

    /// <returns>Whether connections are made differently from now on.</returns>
    public bool Change(DeploymentSettings settings)
    {
        var before = (BaseUrl, Engine, UpstreamModelName);
        Take(settings);
        if (before == (BaseUrl, Engine, UpstreamModelName))
        {
            return false;
        }

        Revision++;
        return true;
    }

    public void NameCredential(string? reference)
    {
        CredentialReference = reference;
        Revision++;
    }

    public void Enter(LlmDeploymentStatus status, string reason, DateTime at) => (Status, StatusReason, StatusAt) = (status, reason, at);

    private void Take(DeploymentSettings settings)
    {
        LlmModelId = settings.LlmModelId;
        LlmDatasetId = settings.LlmDatasetId;
        ServerName = settings.ServerName;
        GpuCount = settings.GpuCount;
        Environment = settings.Environment;
        BaseUrl = settings.BaseUrl;
        Engine = settings.Engine;
        UpstreamModelName = settings.UpstreamModelName;
    }
}

/// <summary>What people say of a deployment, checked; see <c>DeploymentRules</c>.</summary>
/// <param name="LlmModelId">The model that it runs.</param>
/// <param name="ServerName">As people call the server; shown and reported, never connected to.</param>
/// <param name="GpuCount">GPUs that it occupies.</param>
/// <param name="Environment">The stage that it serves.</param>
/// <param name="BaseUrl">Where the engine listens.</param>
/// <param name="Engine">Which server program answers there.</param>
/// <param name="UpstreamModelName">The model as the engine calls it.</param>
/// <param name="LlmDatasetId">Data that the model was adapted with; null for none.</param>
public sealed record DeploymentSettings(
    Guid LlmModelId, string ServerName, int GpuCount, LlmEnvironment Environment, string BaseUrl, LlmEngine Engine, string UpstreamModelName, Guid? LlmDatasetId = null);
