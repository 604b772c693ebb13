using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>Checks that the commands of models share.</summary>
internal static class ModelRules
{
    public static void RequireFrozen(DatasetVersion data)
    {
        if (!data.IsFrozen)
        {
            throw new DomainRuleException(
                "training.draft_dataset", $"Dataset version '{data.VersionTag}' is a draft and may still change. Freeze it first; models train and are scored on frozen versions only.", data.VersionTag);
        }
    }

    public static async Task RequireSameProjectAsync(PlatformDbContext db, Actor actor, VisionModel model, Guid weightsId, CancellationToken cancellationToken)
    {
        if ((await db.ImportedWeightsForAsync(actor, weightsId, Permission.TrainModel, cancellationToken)).ProjectId != model.ProjectId)
        {
            throw new DomainRuleException("weights.other_project", "The weights were imported into another project than the model's. Import the file into this project.");
        }
    }

    public static async Task RequireSameProjectAsync(PlatformDbContext db, VisionModel model, DatasetVersion data, CancellationToken cancellationToken)
    {
        if (!await db.Datasets.AnyAsync(dataset => dataset.Id == data.DatasetId && dataset.ProjectId == model.ProjectId, cancellationToken))
        {
            throw new DomainRuleException("training.other_project", "The dataset version belongs to another project than the model. Choose one of the same project.");
        }
    }
}
