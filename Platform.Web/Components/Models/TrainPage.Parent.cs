using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Incremental;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Runs;

namespace Platform.Web.Components.Models;

/// <summary>The part of the form that asks which version the new one grows from.</summary>
public sealed partial class TrainPage
{
    private IReadOnlyList<ModelVersionSummary> _parents = [];
    private Guid _parentId;
    private IncrementalInfo? _child;
    private string? _parentFault;

    /// <summary>A version to grow from.</summary>
    [SupplyParameterFromQuery]
    public Guid? Parent { get; set; }

    /// <summary>Whether all earlier data is to be shown again.</summary>
    [SupplyParameterFromQuery]
    public bool Joint { get; set; }

    [Inject]
    public required ParentQueries ParentVersions { get; init; }

    private IncrementalStrategy Strategy => _form.Recipe.Incremental?.Strategy ?? default;

    private async Task ChooseFirstParentAsync(Actor actor, IReadOnlyList<ModelVersionSummary> versions, RunRecord? copied)
    {
        _parents = Tasks.Of(_model!.Task).Incremental is null ? [] : [.. versions.Where(version => version.IsFrozen && version.ArtifactCount > 0)];
        var wanted = Parent ?? copied?.GrowsFrom?.ParentModelVersionId;
        _parentId = _parents.FirstOrDefault(version => version.Id == wanted)?.Id ?? Guid.Empty;
        if (_parentId == Guid.Empty)
        {
            _form.Recipe = _form.Recipe with { Incremental = null };
            return;
        }

        _start = await ParentVersions.DefaultsAsync(actor, _parentId, Strategy, Left);
        if (copied is null)
        {
            _form.Recipe = Joint ? await ParentVersions.JointAsync(actor, _parentId, Left) : _start;
        }
    }

    private async Task ParentChangedAsync((Guid Parent, IncrementalStrategy Strategy) choice)
    {
        var isSame = choice.Parent == _parentId;
        _parentId = choice.Parent;
        if (_parentId == Guid.Empty)
        {
            (_start, _form.Recipe) = (_defaults, _defaults);
        }
        else
        {
            await Operations.TryAsync(async actor => _start = await ParentVersions.DefaultsAsync(actor, choice.Parent, choice.Strategy, Left));
            _form.Recipe = isSame && _form.Recipe.Incremental is { } part ? _form.Recipe with { Incremental = part with { Strategy = choice.Strategy } } : _start;
        }

        await RecipeChangedAsync();
        await ShowChildAsync();
    }

    private async Task ShowChildAsync()
    {
        (_child, _parentFault) = (null, null);
        if (_parentId == Guid.Empty)
        {
            return;
        }

        var (parent, version, recipe) = (_parentId, _form.DatasetVersionId, _form.Recipe);
        await Operations.TryAsync(async actor =>
        {
            try
            {
                var child = await ParentVersions.InfoAsync(actor, ModelId, parent, version, recipe, Left);
                _child = parent == _parentId && version == _form.DatasetVersionId ? child : _child;
            }
            catch (DomainRuleException refusal)
            {
                _parentFault = Errors.Of(refusal);
            }
        });
        await RefreshAsync();
    }
}
