using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>How commands store and remove credentials; the caller saves.</summary>
public sealed class CredentialChanges(ICredentialProtector protector, TimeProvider time)
{
    internal async Task SetAsync(PlatformDbContext db, LlmDeployment deployment, string secret, CancellationToken cancellationToken)
    {
        var checkedSecret = DeploymentRules.Credential(secret);
        await RemoveAsync(db, deployment, cancellationToken);
        var credential = new LlmCredential(Ids.New(time), deployment.Id, protector.Protect(checkedSecret), time.GetUtcNow().UtcDateTime);
        db.Add(credential);
        deployment.NameCredential(credential.Reference);
    }

    internal static async Task RemoveAsync(PlatformDbContext db, LlmDeployment deployment, CancellationToken cancellationToken)
    {
        // Its unique deployment would stand in the way of the next one if both were written in one batch.
        await db.LlmCredentials.Where(row => row.LlmDeploymentId == deployment.Id).ExecuteDeleteAsync(cancellationToken);
        if (deployment.CredentialReference is not null)
        {
            deployment.NameCredential(null);
        }
    }
}
