using Platform.Core.Access;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Llm.Gateway;

/// <summary>A preset as it is applied; null leaves a value to the engine.</summary>
public sealed record RoutedPreset(Guid Id, string Name, int? MaxTokens, double? Temperature, double? TopP, int? TopK);

/// <summary>A deployment that may be asked.</summary>
public sealed record RoutedDeployment(EngineTarget Target, LlmEnvironment Environment, string ServerName, int GpuCount);

/// <summary>A model with what runs it.</summary>
public sealed record RoutedModel(Guid Id, string Name, IReadOnlyList<RoutedPreset> Presets, IReadOnlyList<RoutedDeployment> Deployments);

/// <summary>Where a request goes.</summary>
/// <param name="Model">The model.</param>
/// <param name="Preset">Applied below what the request itself says.</param>
/// <param name="Deployments">That may answer; all of one model, at least one.</param>
public sealed record Route(RoutedModel Model, RoutedPreset? Preset, IReadOnlyList<RoutedDeployment> Deployments);

/// <summary>What the field <c>model</c> of a request may say, and what it then means.</summary>
public sealed class RouteTable(IReadOnlyList<RoutedModel> models)
{
    private readonly Dictionary<string, RoutedModel> _byName = models.ToDictionary(model => model.Name, StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<Guid, RoutedModel> _byDeployment =
        models.SelectMany(model => model.Deployments.Select(deployment => (model, deployment.Target.DeploymentId))).ToDictionary(pair => pair.DeploymentId, pair => pair.model);

    /// <summary>Models with a deployment that the person may use, by name.</summary>
    public IEnumerable<RoutedModel> ModelsOf(Actor actor) => models.Where(model => model.Deployments.Any(deployment => MayUse(actor, deployment))).OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A model's name, a deployment's id, or <c>model@server</c>; a preset's name may follow a colon. Names of models may hold colons themselves (<c>llama3:8b</c>): the longest name that
    /// exists counts.
    /// </summary>
    /// <returns>Null where it names nothing that the person may use.</returns>
    public Route? Find(Actor actor, string text)
    {
        if (Plain(actor, text) is { } plain)
        {
            return plain;
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 && Plain(actor, text[..colon]) is { } route && route.Model.Presets.FirstOrDefault(preset => string.Equals(preset.Name, text[(colon + 1)..], StringComparison.OrdinalIgnoreCase)) is { } preset
            ? route with { Preset = preset }
            : null;
    }

    /// <summary>Production is for everybody who may use language models; what is being tried is for those who try it.</summary>
    public static bool MayUse(Actor actor, LlmEnvironment environment) => environment switch
    {
        LlmEnvironment.Production => true,
        LlmEnvironment.Staging or LlmEnvironment.Test => actor.Role != UserRole.Analyst || actor.ManagesDepartment,
        _ => actor.Role is UserRole.Admin or UserRole.Developer or UserRole.Researcher || actor.ManagesDepartment,
    };

    private static bool MayUse(Actor actor, RoutedDeployment deployment) => MayUse(actor, deployment.Environment);

    private Route? Plain(Actor actor, string text)
    {
        if (Guid.TryParse(text, out var id) && _byDeployment.TryGetValue(id, out var owner))
        {
            return RouteOf(actor, owner, deployment => deployment.Target.DeploymentId == id);
        }

        if (_byName.TryGetValue(text, out var model))
        {
            return RouteOf(actor, model, _ => true);
        }

        var at = text.LastIndexOf('@');
        return at > 0 && _byName.TryGetValue(text[..at], out var served) ? RouteOf(actor, served, deployment => string.Equals(deployment.ServerName, text[(at + 1)..], StringComparison.OrdinalIgnoreCase)) : null;
    }

    private static Route? RouteOf(Actor actor, RoutedModel model, Func<RoutedDeployment, bool> isMeant)
    {
        var deployments = model.Deployments.Where(deployment => isMeant(deployment) && MayUse(actor, deployment)).ToList();
        return deployments.Count == 0 ? null : new Route(model, null, deployments);
    }
}
