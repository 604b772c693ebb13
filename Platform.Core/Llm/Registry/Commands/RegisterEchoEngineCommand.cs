using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Model, deployment and preset of the built-in echo engine in one go, so that everything can be tried without a GPU.</summary>
public sealed class RegisterEchoEngineCommand(IDbContextFactory<PlatformDbContext> contexts, RegisterLlmDeploymentCommand register, IEchoEngine echo, RegistrySignals signals, TimeProvider time)
{
    public const string ModelName = "echo";

    private const string ModelType = "chat";
    private const string PresetName = "default";
    private const int PresetMaxTokens = 512;
    private const double PresetTemperature = 0.7;

    /// <returns>The deployment; the one that stands where it was registered before.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        if (!echo.IsEnabled)
        {
            throw new DomainRuleException("llm.echo_off", "The echo engine is switched off. Whoever runs the platform switches it on with Platform:Llm:EchoEngine=true.");
        }

        var address = echo.BaseUri ?? throw new DomainRuleException(
            "llm.echo_unreachable", "The echo engine answers programs on this machine over plain HTTP, but the server listens on no such address. Add an http://127.0.0.1 address to its urls.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.LlmDeployments.Where(row => row.CredentialReference == LlmDeployment.EchoReference).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken) is { } standing)
        {
            return standing;
        }

        var id = await db.InTransactionAsync(() => AddAsync(db, actor, BaseUrl.Of(address.AbsoluteUri), cancellationToken), cancellationToken);
        signals.DeploymentChanged(id);
        return id;
    }

    private async Task<Guid> AddAsync(PlatformDbContext db, Actor actor, string address, CancellationToken cancellationToken)
    {
        var model = await db.LlmModels.SingleOrDefaultAsync(row => row.ModelName == ModelName, cancellationToken);
        if (model is null)
        {
            model = new LlmModel(Ids.New(time), ModelName, ModelType);
            db.Add(model);
            db.Record(actor, AuditActions.LlmModelRegistered, LlmNames.Subject(model), ("type", ModelType));
            await db.SaveChangesAsync(cancellationToken);
        }

        if (!await db.LlmModelConfigs.AnyAsync(row => row.LlmModelId == model.Id, cancellationToken))
        {
            var preset = new LlmModelConfig(Ids.New(time), model.Id, PresetName, PresetMaxTokens, PresetTemperature, null, null, time.GetUtcNow().UtcDateTime);
            db.Add(preset);
            db.Record(actor, AuditActions.LlmPresetCreated, LlmNames.Subject(preset, ModelName), ("max_tokens", PresetMaxTokens), ("temperature", PresetTemperature));
        }

        var settings = new DeploymentSettings(model.Id, "localhost", 0, LlmEnvironment.Dev, address, LlmEngine.OpenAi, ModelName);
        var deployment = await register.AddAsync(db, actor, settings, null, cancellationToken);
        deployment.NameCredential(LlmDeployment.EchoReference);
        await db.SaveChangesAsync(cancellationToken);
        return deployment.Id;
    }
}
