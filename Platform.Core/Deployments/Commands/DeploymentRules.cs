using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Checks that the commands of deployments share.</summary>
internal static class DeploymentRules
{
    /// <summary>The version with its model, if it can be deployed at all: registered, with an ONNX file.</summary>
    public static async Task<VisionModel> RequireDeployableAsync(PlatformDbContext db, Actor actor, Guid modelVersionId, CancellationToken cancellationToken)
    {
        var version = await db.ModelVersionForAsync(actor, modelVersionId, Permission.DeployModel, cancellationToken);
        var hasOnnx = await db.ModelArtifacts.AnyAsync(artifact => artifact.ModelVersionId == modelVersionId && artifact.Format == ArtifactFormat.Onnx, cancellationToken);
        if (!version.IsFrozen || !hasOnnx)
        {
            throw new DomainRuleException(
                "deployment.no_onnx", "This model version has no ONNX file of its raw outputs in fp32, so it cannot be deployed. Wait for its training to complete, convert it to ONNX in fp32 without suppression, or choose another version.");
        }

        return await db.Models.SingleAsync(model => model.Id == version.ModelId, cancellationToken);
    }

    /// <summary>Programs that call a deployment count on its kind of answer: only versions of the same project and task follow each other.</summary>
    public static async Task RequireAlikeAsync(PlatformDbContext db, Deployment deployment, VisionModel model, CancellationToken cancellationToken)
    {
        var current = await (
            from version in db.ModelVersions
            join owner in db.Models on version.ModelId equals owner.Id
            where version.Id == deployment.ModelVersionId
            select new { owner.ProjectId, owner.Task }).SingleAsync(cancellationToken);
        if (current.ProjectId != model.ProjectId || current.Task != model.Task)
        {
            throw new DomainRuleException(
                "deployment.other_kind", $"'{deployment.Name}' serves models of another project or task. Choose a version of the same kind, or another name.", deployment.Name);
        }
    }

    public static void RequireCloud(Deployment deployment)
    {
        if (deployment.Target != DeploymentTarget.Cloud)
        {
            throw new DomainRuleException("deployment.not_served", $"'{deployment.Name}' is a bundle to take away and is not served here. Deploy the version to the cloud under another name.", deployment.Name);
        }
    }
}
