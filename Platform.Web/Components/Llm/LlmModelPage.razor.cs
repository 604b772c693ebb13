using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Llm;

/// <summary>One model: its presets, and where it runs.</summary>
public sealed partial class LlmModelPage
{
    private LlmModelView? _model;
    private PresetView? _preset;
    private bool _editing;
    private bool _renaming;
    private bool _removing;

    [Parameter]
    public Guid ModelId { get; set; }

    [Inject]
    public required LlmModelQueries Models { get; init; }

    [Inject]
    public required ChangeLlmModelCommand Change { get; init; }

    [Inject]
    public required RemoveLlmModelCommand Remove { get; init; }

    [Inject]
    public required CreateLlmPresetCommand CreatePreset { get; init; }

    [Inject]
    public required ChangeLlmPresetCommand ChangePreset { get; init; }

    [Inject]
    public required RemoveLlmPresetCommand RemovePreset { get; init; }

    protected override async Task ReadAsync(Actor actor)
    {
        var model = await Models.GetAsync(actor, ModelId, Left);
        if (model.Name != _model?.Name)
        {
            Shell.Show(null, null, [new Crumb(L["nav.llm"], "/llm/models"), new Crumb(model.Name)]);
        }

        _model = model;
    }

    private void Edit(PresetView? preset) => (_preset, _editing) = (preset, true);

    private async Task SavePresetAsync(PresetValues values)
    {
        var isSaved = await Operations.TryAsync(
            actor => _preset is { } standing ? ChangePreset.ExecuteAsync(actor, standing.Id, values, Left) : CreatePreset.ExecuteAsync(actor, ModelId, values, Left), L["llm.preset.saved"]);
        if (isSaved)
        {
            _editing = false;
            await LoadAsync();
        }
    }

    private async Task RemovePresetAsync(Guid presetId)
    {
        await Operations.TryAsync(actor => RemovePreset.ExecuteAsync(actor, presetId, Left));
        await LoadAsync();
    }

    private async Task RenameAsync((string Name, string Type) typed)
    {
        if (await Operations.TryAsync(actor => Change.ExecuteAsync(actor, ModelId, typed.Name, typed.Type, Left)))
        {
            _renaming = false;
            await LoadAsync();
        }
    }

    private async Task RemoveAsync()
    {
        _removing = false;
        if (await Operations.TryAsync(actor => Remove.ExecuteAsync(actor, ModelId, Left)))
        {
            Navigation.NavigateTo("/llm/models");
        }
    }

    private string Value(double? value) => value is null ? L["llm.preset.default"] : LlmWords.Number(value);
}
