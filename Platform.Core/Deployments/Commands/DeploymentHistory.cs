using Platform.Core.Data;
using Platform.Core.Deployments.Model;

namespace Platform.Core.Deployments.Commands;

/// <summary>What the history says of the versions that stood.</summary>
internal static class DeploymentHistory
{
    /// <summary>The lines with which a version became the stable one.</summary>
    public static IQueryable<DeploymentEvent> Stable(PlatformDbContext db, Guid deploymentId) => db.DeploymentEvents.Where(happened => happened.DeploymentId == deploymentId
        && (happened.Action == DeploymentAction.Deployed || happened.Action == DeploymentAction.RolledBack || happened.Action == DeploymentAction.Promoted));
}
