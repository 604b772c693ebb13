using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>How every command changes a deployment: the row and a line of its history in one transaction, then whoever serves it is told.</summary>
public sealed class DeploymentChanges(IDbContextFactory<PlatformDbContext> contexts, IModelServing serving, TimeProvider time)
{
    /// <param name="actor">Who changes it.</param>
    /// <param name="name">Of the deployment.</param>
    /// <param name="change">Changes the row; answers with what to write down of it, or null where nothing changes.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    internal async Task ApplyAsync(
        Actor actor, string name, Func<PlatformDbContext, Deployment, DateTime, Task<(DeploymentAction Action, Guid ModelVersionId, int Value)?>> change, CancellationToken cancellationToken)
    {
        Guid id;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var deployment = await db.DeploymentForAsync(actor, name, Permission.DeployModel, cancellationToken);
            var now = time.GetUtcNow().UtcDateTime;
            if (await change(db, deployment, now) is not var (action, modelVersionId, value))
            {
                return;
            }

            id = deployment.Id;
            db.Add(new DeploymentEvent(Ids.New(time), id, action, modelVersionId, value, actor.UserId, now));
            db.Record(
                actor, AuditActions.Of(action), await AuditSubjects.OfModelVersionAsync(db, AuditKinds.Deployment, id, name, modelVersionId, cancellationToken), ("version", modelVersionId), ("value", value));
            await db.SaveChangesAsync(cancellationToken);
        }

        // What is written down holds: a caller who leaves now must not keep it from being served.
        await serving.ApplyAsync(id, CancellationToken.None);
    }
}
