using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Runs.Commands;
using Platform.Training.Runs.Launch;
using Platform.Training.Runs.Queries;
using Platform.Training.Tasks;
using Platform.Web.Components.Layout;
using Platform.Web.Hosting;

namespace Platform.Web.Components.Models;

/// <summary>Everything before a training starts: data, recipe, what it differs in, what it will take, and what speaks against it.</summary>
public sealed partial class TrainPage
{
    private const int RunsOffered = 20;
    private static readonly int[] s_sides = [64, 96, 128, 160, 192, 224, 256, 288, 320, 416, 512, 640, 800, 1024];

    private readonly TrainForm _form = new(new TrainingRecipe());
    private TrainingRecipe _defaults = new();

    // What a recipe takes where it says nothing: the task's defaults, or the parent's settings.
    private TrainingRecipe _start = new();
    private ModelSummary? _model;
    private IReadOnlyList<(Guid Id, string Name)>? _choices;
    private List<RunRecord> _runs = [];
    private Dictionary<Guid, int> _numbers = [];
    private IReadOnlyList<RecipeFault> _faults = [];
    private IReadOnlyList<RecipeDifference> _differences = [];
    private IReadOnlyList<LaunchWarning> _warnings = [];
    private LaunchFacts? _facts;
    private TrainingEstimate? _estimate;
    private string _text = "";
    private string? _measureFault;
    private Guid _baseId;
    private bool _measuring;
    private bool _busy;
    private Task? _loading;

    [Parameter]
    public Guid ModelId { get; set; }

    /// <summary>A frozen dataset version to train on.</summary>
    [SupplyParameterFromQuery]
    public Guid? Data { get; set; }

    /// <summary>A run whose settings are the start.</summary>
    [SupplyParameterFromQuery]
    public Guid? From { get; set; }

    /// <summary>Imported weights to start from.</summary>
    [SupplyParameterFromQuery]
    public Guid? Weights { get; set; }

    [Inject]
    public required ModelQueries Models { get; init; }

    [Inject]
    public required DatasetQueries Datasets { get; init; }

    [Inject]
    public required RunQueries Runs { get; init; }

    [Inject]
    public required LaunchQueries Launches { get; init; }

    [Inject]
    public required LaunchTrainingCommand Launch { get; init; }

    [Inject]
    public required TrainingTasks Tasks { get; init; }

    [Inject]
    public required DomainErrorText Errors { get; init; }

    private IEnumerable<int> Sides => s_sides.Contains(_form.ImageSize) ? s_sides : s_sides.Append(_form.ImageSize).Order();

    private TrainingRecipe Base => _runs.Find(run => run.Id == _baseId) is { } run && TrainingRecipeJson.TryRead(run.Recipe.ToJsonString()) is { } recipe ? recipe : _start;

    protected override async Task OnInitializedAsync()
    {
        var actor = await ActorAsync();
        _model = await Models.GetAsync(actor, ModelId, Left);
        var project = await ShowInProjectAsync(actor, new Crumb(L["nav.models"], $"{Root}/models"), new Crumb(_model.Name, $"{Root}/models/{ModelId}"), new Crumb(L["train.action"]));
        AccessPolicy.Demand(actor, Permission.TrainModel, project.DepartmentId);
        _start = _defaults = Tasks.Of(_model.Task).Defaults;
        _runs = [.. Runs.List(actor, ProjectId).Where(run => run.ModelId == ModelId).Take(RunsOffered)];
        var versions = await Models.VersionsAsync(actor, ModelId, Left);
        _numbers = versions.ToDictionary(version => version.Id, version => version.Number);
        var copied = _runs.Find(run => run.Id == From);
        _form.Recipe = copied is not null && TrainingRecipeJson.TryRead(copied.Recipe.ToJsonString()) is { } recipe ? recipe : _defaults;
        _form.TrainOnValidation = copied?.TrainOnValidation ?? false;
        _form.StartFromWeightsId = Weights ?? copied?.StartsFrom?.WeightsId ?? Guid.Empty;
        await ChooseFirstParentAsync(actor, versions, copied);
        _baseId = copied?.Id ?? Guid.Empty;
        _choices = await ChoicesAsync(actor);
        var wanted = Data ?? copied?.DatasetVersionId;
        _form.DatasetVersionId = _choices.FirstOrDefault(choice => choice.Id == wanted, _choices.FirstOrDefault()).Id;
        ShowRecipe();
        _loading = _choices.Count > 0 ? DataChangedAsync() : null;
    }

    private async Task<IReadOnlyList<(Guid, string)>> ChoicesAsync(Actor actor)
    {
        var choices = new List<(Guid, string)>();
        foreach (var dataset in await Datasets.ListAsync(actor, ProjectId, Left))
        {
            var versions = await Datasets.ListVersionsAsync(actor, dataset.Id, Left);
            choices.AddRange(versions.Where(version => version.IsFrozen).Select(version => (version.Id, L["train.data.option", dataset.Name, version.VersionTag, version.AssetCount].Value)));
        }

        return choices;
    }

    private async Task DataChangedAsync()
    {
        var (wanted, recipe) = (_form.DatasetVersionId, _form.Recipe);
        (_facts, _estimate, _warnings, _measureFault) = (null, null, [], null);
        await InvokeAsync(StateHasChanged);
        LaunchFacts? facts = null;
        if (await Operations.TryAsync(async actor => facts = await Launches.FactsAsync(actor, ModelId, wanted, Left)) && wanted == _form.DatasetVersionId)
        {
            _facts = facts;
            await RefreshAsync();
            await ShowChildAsync();
            await InvokeAsync(StateHasChanged);
            if (_estimate?.Basis == EstimateBasis.Reference && ReferenceEquals(recipe, _form.Recipe))
            {
                await MeasureAsync();
            }
        }
    }

    private Task RecipeChangedAsync()
    {
        ShowRecipe();
        return RefreshAsync();
    }

    private Task UsePresetAsync(RecipePreset preset)
    {
        _form.Recipe = RecipePresets.Of(preset, _defaults);
        return RecipeChangedAsync();
    }

    private Task UseTextAsync(string text)
    {
        var reading = RecipeText.Read(text, _start);
        (_text, _faults) = (text, reading.Faults);
        if (reading.Recipe is null)
        {
            return Task.CompletedTask;
        }

        _form.Recipe = reading.Recipe;
        return RecipeChangedAsync();
    }

    private void UseBase(object? id)
    {
        _baseId = Guid.TryParse(id as string, out var run) ? run : Guid.Empty;
        _differences = RecipeText.Compare(Base, _form.Recipe);
    }

    private void ShowRecipe()
    {
        _text = RecipeText.ToYaml(_form.Recipe);
        _faults = TrainingRecipeRules.Find(_form.Recipe);
        _differences = RecipeText.Compare(Base, _form.Recipe);
    }

    // Warnings follow at once; earlier runs are read from disk beside the page.
    private async Task RefreshAsync()
    {
        if (_facts is not { } facts || _faults.Count > 0)
        {
            return;
        }

        var (recipe, trainOnValidation) = (_form.Recipe, _form.TrainOnValidation);
        _warnings = LaunchWarnings.Of(facts, recipe, trainOnValidation, _child?.OldClasses);
        TrainingEstimate? estimate = null;
        await Operations.TryAsync(actor => Task.FromResult(estimate = Launches.Estimate(actor, facts, recipe, trainOnValidation)));
        if (ReferenceEquals(recipe, _form.Recipe))
        {
            _estimate = estimate;
        }
    }

    private async Task MeasureAsync()
    {
        var (recipe, version) = (_form.Recipe, _form.DatasetVersionId);
        (_measuring, _measureFault) = (true, null);
        await InvokeAsync(StateHasChanged);
        TrainingEstimate? measured = null;
        await Operations.TryAsync(async actor =>
        {
            try
            {
                measured = await Launches.MeasureAsync(actor, ModelId, version, recipe, _form.TrainOnValidation, Left);
                _measureFault = measured is null ? L["launch.estimate.busy"].Value : null;
            }
            catch (DomainRuleException refusal)
            {
                _measureFault = Errors.Of(refusal);
            }
        });
        _measuring = false;
        if (measured is not null && ReferenceEquals(recipe, _form.Recipe) && version == _form.DatasetVersionId)
        {
            _estimate = measured;
        }
        else if (measured is not null)
        {
            // The form went on meanwhile; what was measured is reckoned up for it.
            await RefreshAsync();
        }

        await InvokeAsync(StateHasChanged);
    }

    private async Task LaunchAsync()
    {
        _busy = true;
        var id = Guid.Empty;
        if (await Operations.TryAsync(async actor => id = await Launch.ExecuteAsync(actor, _form.ToLaunch(ModelId) with { ParentModelVersionId = _parentId == Guid.Empty ? null : _parentId }, CancellationToken.None)))
        {
            Navigation.NavigateTo($"{Root}/runs/{id}");
        }

        _busy = false;
    }

    private bool IsPreset(RecipePreset preset) => RecipePresets.Of(preset, _defaults) == _form.Recipe;

    private string PresetText(RecipePreset preset)
    {
        var recipe = RecipePresets.Of(preset, _defaults);
        return L["train.preset.text", recipe.Epochs, recipe.ImageSize, recipe.Size];
    }

    private string Changed(string field) => _differences.Any(difference => difference.Field == field) ? "launch-changed" : "";

    private string NumberOf(RunRecord run) => _numbers.TryGetValue(run.Id, out var number) ? number.ToString(CultureInfo.CurrentCulture) : "?";

    private static string Figure(double value) => value.ToString("0.######", CultureInfo.CurrentCulture);
}
