using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>The registry of language models: models, presets and deployments. Datasets are in <see cref="LlmDatasetEndpoints"/>.</summary>
public static class LlmEndpoints
{
    public static void MapLlm(this IEndpointRouteBuilder api)
    {
        var llm = api.MapGroup("/llm").WithTags("Language models");
        llm.MapGet("/models", ListModelsAsync);
        llm.MapPost("/models", RegisterModelAsync);
        llm.MapGet("/models/{llmId:guid}", GetModelAsync);
        llm.MapPut("/models/{llmId:guid}", ChangeModelAsync);
        llm.MapDelete("/models/{llmId:guid}", RemoveModelAsync).WithSummary("Refused while presets or deployments refer to it.");
        llm.MapPost("/models/{llmId:guid}/presets", CreatePresetAsync).WithSummary("What is left out stays the engine's own default.");
        llm.MapPut("/presets/{presetId:guid}", ChangePresetAsync);
        llm.MapDelete("/presets/{presetId:guid}", RemovePresetAsync).WithSummary("Refused while logs refer to it.");
        llm.MapGet("/deployments", ListDeploymentsAsync);
        llm.MapPost("/deployments", RegisterDeploymentAsync).WithSummary("It serves once a look at its engine went well.");
        llm.MapPost("/deployments/test", TestAsync).WithSummary("Try an engine's address without saving it: what is wrong, and which models it serves.");
        llm.MapGet("/deployments/{llmDeploymentId:guid}", GetDeploymentAsync);
        llm.MapPut("/deployments/{llmDeploymentId:guid}", ChangeDeploymentAsync).WithSummary("credential: left out keeps it, an empty text removes it, anything else replaces it.");
        llm.MapDelete("/deployments/{llmDeploymentId:guid}", RemoveDeploymentAsync).WithSummary("Refused while logs refer to it.");
        llm.MapGet("/deployments/{llmDeploymentId:guid}/status-changes", HistoryAsync);
        llm.MapPut("/deployments/{llmDeploymentId:guid}/status", SetStatusAsync).WithSummary("active, inactive or maintenance.");
        llm.MapPost("/deployments/{llmDeploymentId:guid}/check", CheckAsync).WithSummary("Look at its engine now.");
        llm.MapPut("/deployments/{llmDeploymentId:guid}/credential", ReplaceCredentialAsync).WithSummary("Stored protected and never shown again.");
        llm.MapDelete("/deployments/{llmDeploymentId:guid}/credential", RemoveCredentialAsync);
        llm.MapPost("/echo", RegisterEchoAsync).WithSummary("Model, deployment and preset of the built-in echo engine.");
    }

    public static Task<IReadOnlyList<LlmModelView>> ListModelsAsync(RequestActor who, LlmModelQueries models, CancellationToken cancellation) => models.ListAsync(who.Actor, cancellation);

    public static Task<LlmModelView> GetModelAsync(RequestActor who, Guid llmId, LlmModelQueries models, CancellationToken cancellation) => models.GetAsync(who.Actor, llmId, cancellation);

    public static async Task<IResult> RegisterModelAsync(RequestActor who, LlmModelBody body, RegisterLlmModelCommand register, LlmModelQueries models, CancellationToken cancellation)
    {
        var id = await register.ExecuteAsync(who.Actor, body.Name, body.Type, cancellation);
        return TypedResults.Created($"/api/llm/models/{id}", await models.GetAsync(who.Actor, id, cancellation));
    }

    public static async Task<LlmModelView> ChangeModelAsync(RequestActor who, Guid llmId, LlmModelBody body, ChangeLlmModelCommand change, LlmModelQueries models, CancellationToken cancellation)
    {
        await change.ExecuteAsync(who.Actor, llmId, body.Name, body.Type, cancellation);
        return await models.GetAsync(who.Actor, llmId, cancellation);
    }

    public static async Task<IResult> RemoveModelAsync(RequestActor who, Guid llmId, RemoveLlmModelCommand remove, CancellationToken cancellation)
    {
        await remove.ExecuteAsync(who.Actor, llmId, cancellation);
        return Results.NoContent();
    }

    public static async Task<IResult> CreatePresetAsync(RequestActor who, Guid llmId, PresetValues body, CreateLlmPresetCommand create, LlmModelQueries models, CancellationToken cancellation)
    {
        var id = await create.ExecuteAsync(who.Actor, llmId, body, cancellation);
        return TypedResults.Created($"/api/llm/models/{llmId}", (await models.GetAsync(who.Actor, llmId, cancellation)).Presets.Single(preset => preset.Id == id));
    }

    public static async Task<IResult> ChangePresetAsync(RequestActor who, Guid presetId, PresetValues body, ChangeLlmPresetCommand change, CancellationToken cancellation)
    {
        await change.ExecuteAsync(who.Actor, presetId, body, cancellation);
        return Results.NoContent();
    }

    public static async Task<IResult> RemovePresetAsync(RequestActor who, Guid presetId, RemoveLlmPresetCommand remove, CancellationToken cancellation)
    {
        await remove.ExecuteAsync(who.Actor, presetId, cancellation);
        return Results.NoContent();
    }

    public static Task<IReadOnlyList<LlmDeploymentView>> ListDeploymentsAsync(RequestActor who, LlmDeploymentQueries deployments, CancellationToken cancellation) =>
        deployments.ListAsync(who.Actor, cancellation);

    public static Task<LlmDeploymentView> GetDeploymentAsync(RequestActor who, Guid llmDeploymentId, LlmDeploymentQueries deployments, CancellationToken cancellation) =>
        deployments.GetAsync(who.Actor, llmDeploymentId, cancellation);

    public static Task<IReadOnlyList<StatusChangeView>> HistoryAsync(RequestActor who, Guid llmDeploymentId, LlmDeploymentQueries deployments, CancellationToken cancellation) =>
        deployments.HistoryAsync(who.Actor, llmDeploymentId, cancellation);

    public static async Task<IResult> RegisterDeploymentAsync(
        RequestActor who, LlmDeploymentBody body, RegisterLlmDeploymentCommand register, LlmDeploymentQueries deployments, CancellationToken cancellation)
    {
        var id = await register.ExecuteAsync(who.Actor, body.Settings, body.Credential, cancellation);
        return TypedResults.Created($"/api/llm/deployments/{id}", await deployments.GetAsync(who.Actor, id, cancellation));
    }

    public static async Task<LlmDeploymentView> ChangeDeploymentAsync(
        RequestActor who, Guid llmDeploymentId, LlmDeploymentBody body, ChangeLlmDeploymentCommand change, LlmDeploymentQueries deployments, CancellationToken cancellation)
    {
        await change.ExecuteAsync(who.Actor, llmDeploymentId, body.Settings, body.Credential, cancellation);
        return await deployments.GetAsync(who.Actor, llmDeploymentId, cancellation);
    }

    public static async Task<IResult> RemoveDeploymentAsync(RequestActor who, Guid llmDeploymentId, RemoveLlmDeploymentCommand remove, CancellationToken cancellation)
    {
        await remove.ExecuteAsync(who.Actor, llmDeploymentId, cancellation);
        return Results.NoContent();
    }

    public static async Task<LlmDeploymentView> SetStatusAsync(
        RequestActor who, Guid llmDeploymentId, LlmStatusBody body, SetLlmDeploymentStatusCommand set, LlmDeploymentQueries deployments, CancellationToken cancellation)
    {
        await set.ExecuteAsync(who.Actor, llmDeploymentId, body.Status, cancellation);
        return await deployments.GetAsync(who.Actor, llmDeploymentId, cancellation);
    }

    public static Task<DeploymentHealth> CheckAsync(RequestActor who, Guid llmDeploymentId, CheckLlmDeploymentCommand check, CancellationToken cancellation) =>
        check.ExecuteAsync(who.Actor, llmDeploymentId, cancellation);

    public static Task<ProbeResult> TestAsync(RequestActor who, ConnectionTestBody body, ConnectionTestQueries tests, CancellationToken cancellation) =>
        tests.TestAsync(who.Actor, body.BaseUrl, body.Engine, body.UpstreamModelName, body.Credential, body.DeploymentId, cancellation);

    public static async Task<IResult> ReplaceCredentialAsync(RequestActor who, Guid llmDeploymentId, CredentialBody body, SetLlmCredentialCommand set, CancellationToken cancellation)
    {
        await set.ExecuteAsync(who.Actor, llmDeploymentId, body.Credential, cancellation);
        return Results.NoContent();
    }

    public static async Task<IResult> RemoveCredentialAsync(RequestActor who, Guid llmDeploymentId, SetLlmCredentialCommand set, CancellationToken cancellation)
    {
        await set.ExecuteAsync(who.Actor, llmDeploymentId, null, cancellation);
        return Results.NoContent();
    }

    public static async Task<LlmDeploymentView> RegisterEchoAsync(RequestActor who, RegisterEchoEngineCommand register, LlmDeploymentQueries deployments, CancellationToken cancellation) =>
        await deployments.GetAsync(who.Actor, await register.ExecuteAsync(who.Actor, cancellation), cancellation);
}

/// <summary>A model as sent.</summary>
public sealed record LlmModelBody(string Name = "", string Type = "chat");

/// <summary>A deployment as sent.</summary>
/// <param name="BaseUrl">Where the engine listens, with or without <c>/v1</c>.</param>
/// <param name="UpstreamModelName">The model as the engine calls it.</param>
/// <param name="Credential">Sent to the engine as a bearer token.</param>
public sealed record LlmDeploymentBody(
    Guid? LlmModelId = null, string ServerName = "", int GpuCount = 0, LlmEnvironment Environment = LlmEnvironment.Dev, string BaseUrl = "", LlmEngine Engine = LlmEngine.Vllm,
    string UpstreamModelName = "", Guid? LlmDatasetId = null, string? Credential = null)
{
    internal DeploymentSettings Settings => new(LlmModelId ?? Guid.Empty, ServerName, GpuCount, Environment, BaseUrl, Engine, UpstreamModelName, LlmDatasetId);

    // A record would print the credential.
    public override string ToString() => $"{ServerName} {BaseUrl}";
}

/// <summary>An address to try.</summary>
/// <param name="Credential">Left out: the stored one of <paramref name="DeploymentId"/>, if it is for the same server.</param>
public sealed record ConnectionTestBody(string BaseUrl = "", LlmEngine Engine = LlmEngine.Vllm, string? UpstreamModelName = null, string? Credential = null, Guid? DeploymentId = null)
{
    public override string ToString() => BaseUrl;
}

/// <summary>A status that people may choose.</summary>
public sealed record LlmStatusBody(LlmDeploymentStatus Status = LlmDeploymentStatus.Active);

/// <summary>A credential as sent.</summary>
public sealed record CredentialBody(string Credential = "")
{
    public override string ToString() => "•••";
}
