using Platform.Core.Access;
using Platform.Core.Annotations;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Tasks;

namespace Platform.Training.AutoAnnotation;

/// <summary>What a model added to one image.</summary>
/// <param name="Model">Its name and number.</param>
/// <param name="Overlapping">What it saw of objects that were annotated already.</param>
/// <param name="Revision">Of the image, with what was added.</param>
public sealed record ModelAnswer(Guid ModelVersionId, string Model, int Added, int Overlapping, long Revision);

/// <summary>Lets a model look at one image while a person has it open. Everything that is there stays.</summary>
public sealed class AskModelCommand(AutoAnnotateCommand annotate, ModelQueries models, AssetQueries assets, TrainingTasks tasks)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="assetId">An image of a draft.</param>
    /// <param name="modelVersionId">Null for the project's newest one that looks at whole images.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<ModelAnswer> ExecuteAsync(Actor actor, Guid assetId, Guid? modelVersionId, CancellationToken cancellation)
    {
        var asset = await assets.GetAsync(actor, assetId, cancellation).ConfigureAwait(false);
        if (asset.Type != AssetType.Image)
        {
            throw new DomainRuleException("auto_annotation.video", "Models look at images. Annotate a keyframe by hand and let the track follow it.");
        }

        if (asset.IsFrozen)
        {
            throw new DomainRuleException("row.frozen", "The dataset version is frozen and cannot change. Make a new draft from it first.");
        }

        var version = modelVersionId ?? await NewestAsync(actor, asset.ProjectId, cancellation).ConfigureAwait(false);
        var details = await models.GetVersionAsync(actor, version, cancellation).ConfigureAwait(false);
        var request = new AutoAnnotation(version, asset.DatasetVersionId, OnlyUnlabelled: false, AssetIds: [assetId])
        {
            Overlap = OverlapPolicy.Skip,
            ClassScores = EvaluationDetailsReader.RecommendedScores(details),
        };
        var report = await annotate.ExecuteAsync(actor, request, null, cancellation).ConfigureAwait(false);
        if (report.Failed is [var failed, ..])
        {
            throw new DomainRuleException("auto_annotation.unreadable", $"The image cannot be read: {failed.Reason}", failed.Reason);
        }

        var revision = (await assets.GetAsync(actor, assetId, cancellation).ConfigureAwait(false)).Revision;
        return new ModelAnswer(version, $"{details.Model.Name} {details.Version.Number}", report.Boxes, report.Overlapping, revision);
    }

    private async Task<Guid> NewestAsync(Actor actor, Guid projectId, CancellationToken cancellation)
    {
        var taskOf = (await models.ListAsync(actor, projectId, cancellation).ConfigureAwait(false)).ToDictionary(model => model.Id, model => model.Task);
        var versions = await models.ProjectVersionsAsync(actor, projectId, cancellation).ConfigureAwait(false);
        return versions.FirstOrDefault(version => version.IsFrozen && LooksAtImages(taskOf[version.ModelId], version.TrainingConfig))?.Id ?? throw new DomainRuleException(
            "auto_annotation.no_model", "The project has no trained model that looks at whole images. Train one first.");
    }

    private bool LooksAtImages(ModelTask task, string recipe) => tasks.Known.Contains(task) && !tasks.Of(task).ReadsBoxes(recipe);
}
