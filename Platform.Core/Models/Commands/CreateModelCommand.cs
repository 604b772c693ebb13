using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>Creates a model of a project; its trainings become its versions.</summary>
public sealed class CreateModelCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new model's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid projectId, string name, ModelTask task, string? description, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.TrainModel, cancellationToken);
        var trimmed = RequiredText.Of(name, "model name", VisionModel.NameLength);
        if (await db.Models.AnyAsync(other => other.ProjectId == projectId && other.Name == trimmed, cancellationToken))
        {
            throw new DomainRuleException("model.name_taken", $"The project has a model named '{trimmed}' already. Choose another name, or train a new version of it.", trimmed);
        }

        var model = new VisionModel(Ids.New(time), projectId, trimmed, task, RequiredText.OrNull(description), time.GetUtcNow().UtcDateTime);
        db.Add(model);
        await db.SaveChangesAsync(cancellationToken);
        return model.Id;
    }
}
