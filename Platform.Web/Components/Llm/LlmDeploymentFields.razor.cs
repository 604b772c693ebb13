using Microsoft.AspNetCore.Components;
using Platform.Core.Llm.Datasets.Queries;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Llm;

/// <summary>What is said of a deployment, and the try before it is saved.</summary>
public sealed partial class LlmDeploymentFields
{
    private const int MostChoices = 40;

    private ProbeResult? _tested;
    private bool _testing;

    [Parameter, EditorRequired]
    public required DeploymentForm Form { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<LlmModelView> Models { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<LlmDatasetView> Datasets { get; set; }

    /// <summary>Null for one that is not registered yet.</summary>
    [Parameter]
    public Guid? DeploymentId { get; set; }

    [Parameter]
    public bool HasCredential { get; set; }

    /// <summary>After the test chose a name, so that the page's buttons know.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    public required ConnectionTestQueries Tests { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

    // The engine is well; only the name has not been typed yet.
    private bool AsksForName => _tested is { Reason: HealthReasons.ModelMissing, Models.Count: > 0 } && Form.UpstreamModelName.Length == 0;

    private void ForgetTest()
    {
        _tested = null;
        _ = OnChanged.InvokeAsync();
    }

    private async Task TestAsync()
    {
        (_testing, _tested) = (true, null);
        await Operations.TryAsync(async actor =>
            _tested = await Tests.TestAsync(actor, Form.BaseUrl, Form.Engine, Form.UpstreamModelName, Form.CredentialChange, DeploymentId, CancellationToken.None));
        _testing = false;
        if (_tested is { IsHealthy: false, Models: [var only] } && Form.UpstreamModelName.Length == 0)
        {
            await Choose(only);
        }
    }

    // A name that was chosen from what the engine serves needs no second try.
    private Task Choose(string name)
    {
        Form.UpstreamModelName = name;
        _tested = _tested! with { Reason = HealthReasons.Ok, Detail = null };
        return OnChanged.InvokeAsync();
    }
}
