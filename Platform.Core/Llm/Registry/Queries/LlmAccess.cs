using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Queries;

/// <summary>The registry belongs to no department: the role alone decides, and what a person may see at all they find.</summary>
internal static class LlmAccess
{
    public static void DemandLlm(this Actor actor, Permission permission) => AccessPolicy.Demand(actor, permission, actor.DepartmentId);

    public static async Task<LlmModel> LlmModelForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken)
    {
        actor.DemandLlm(permission);
        return await db.LlmModels.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new NotFoundException("LLM", id);
    }

    public static async Task<LlmModelConfig> LlmPresetForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken)
    {
        actor.DemandLlm(permission);
        return await db.LlmModelConfigs.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new NotFoundException("preset", id);
    }

    public static async Task<LlmDeployment> LlmDeploymentForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken)
    {
        actor.DemandLlm(permission);
        return await db.LlmDeployments.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new NotFoundException("LLM deployment", id);
    }

    public static async Task<LlmDataset> LlmDatasetForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken)
    {
        actor.DemandLlm(permission);
        return await db.LlmDatasets.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new NotFoundException("LLM dataset", id);
    }
}
