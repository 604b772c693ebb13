using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Checks that commands on deployments share.</summary>
internal static class DeploymentRules
{
    /// <summary>The settings as they are stored. Refuses addresses that the server does not connect to.</summary>
    public static async Task<DeploymentSettings> CheckAsync(DeploymentSettings settings, ConnectGuard guard, CancellationToken cancellationToken)
    {
        if (settings.GpuCount is < 0 or > LlmDeployment.MaxGpus)
        {
            throw new DomainRuleException("llm.gpu_count", $"The number of GPUs must lie between 0 and {LlmDeployment.MaxGpus}.", LlmDeployment.MaxGpus);
        }

        var address = BaseUrl.Of(settings.BaseUrl);
        await guard.DemandAsync(new Uri(address).IdnHost, cancellationToken);
        return settings with
        {
            ServerName = RequiredText.Of(settings.ServerName, "server name", LlmDeployment.ServerNameLength),
            UpstreamModelName = RequiredText.Of(settings.UpstreamModelName, "model name at the engine", LlmDeployment.UpstreamModelNameLength),
            BaseUrl = address,
        };
    }

    /// <summary>The model's name; refuses a model or dataset that is not there.</summary>
    public static async Task<string> RequireReferencesAsync(PlatformDbContext db, DeploymentSettings settings, CancellationToken cancellationToken)
    {
        if (settings.LlmDatasetId is { } dataset && !await db.LlmDatasets.AnyAsync(row => row.Id == dataset, cancellationToken))
        {
            throw new NotFoundException("LLM dataset", dataset);
        }

        return await ModelNameAsync(db, settings.LlmModelId, cancellationToken) ?? throw new NotFoundException("LLM", settings.LlmModelId);
    }

    public static Task<string?> ModelNameAsync(PlatformDbContext db, Guid modelId, CancellationToken cancellationToken) =>
        db.LlmModels.Where(row => row.Id == modelId).Select(row => row.ModelName).SingleOrDefaultAsync(cancellationToken);

    /// <summary>A credential goes into an HTTP header as it is.</summary>
    public static string Credential(string? text)
    {
        var secret = RequiredText.Of(text, "credential", LlmCredential.SecretLength);
        return secret.All(character => character is > ' ' and < '\x7f')
            ? secret
            : throw new DomainRuleException("llm.credential", "The credential holds characters that no HTTP header can carry. Copy it again, without spaces or line breaks.");
    }
}
