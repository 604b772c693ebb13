using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Health.Queries;

/// <summary>Where engines are and how to prove oneself there. For the platform itself: what it answers holds credentials.</summary>
public sealed class EngineTargetQueries(IDbContextFactory<PlatformDbContext> contexts, ICredentialProtector protector, IEchoEngine echo)
{
    /// <summary>The deployments that the health watch decides about.</summary>
    public async Task<IReadOnlyList<EngineTarget>> WatchedAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        return await ReadAsync(rows => rows.Where(row => row.Status == LlmDeploymentStatus.Active || row.Status == LlmDeploymentStatus.Error), cancellationToken);
    }

    /// <summary>Every deployment.</summary>
    public async Task<IReadOnlyList<EngineTarget>> AllAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        return await ReadAsync(rows => rows, cancellationToken);
    }

    public async Task<EngineTarget> GetAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        return (await ReadAsync(rows => rows.Where(row => row.Id == deploymentId), cancellationToken)).SingleOrDefault() ?? throw new NotFoundException("LLM deployment", deploymentId);
    }

    private async Task<IReadOnlyList<EngineTarget>> ReadAsync(Func<IQueryable<LlmDeployment>, IQueryable<LlmDeployment>> which, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from deployment in which(db.LlmDeployments.AsNoTracking())
            join credential in db.LlmCredentials on deployment.Id equals credential.LlmDeploymentId into credentials
            from credential in credentials.DefaultIfEmpty()
            select new { Deployment = deployment, Protected = credential == null ? null : credential.ProtectedValue }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => TargetOf(row.Deployment, row.Protected))];
    }

    private EngineTarget TargetOf(LlmDeployment row, string? protectedValue)
    {
        // The port may be another one since it was registered; the secret always is.
        var isEcho = row.CredentialReference == LlmDeployment.EchoReference && echo.IsEnabled;
        var credential = isEcho ? new EngineCredential(echo.Secret) : protectedValue is null ? null : new EngineCredential(protector.Unprotect(protectedValue));
        return new EngineTarget(
            row.Id, row.Revision, (isEcho ? echo.BaseUri : null) ?? new Uri(row.BaseUrl), row.Engine, row.UpstreamModelName, credential, row.Status, row.StatusReason);
    }
}
