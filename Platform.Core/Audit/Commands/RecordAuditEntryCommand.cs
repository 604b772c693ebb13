using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.Data;

namespace Platform.Core.Audit.Commands;

/// <summary>Puts on record what changes no row, such as an export or a sign-out; called by those who have just checked that the actor may.</summary>
public sealed class RecordAuditEntryCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, string action, AuditSubject subject, CancellationToken cancellationToken, params (string Name, object? Value)[] arguments)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Record(actor, action, subject, arguments);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Of a dataset version that the actor sees.</summary>
    public async Task OfDatasetVersionAsync(Actor actor, string action, Guid versionId, CancellationToken cancellationToken, params (string Name, object? Value)[] arguments)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await Datasets.Queries.DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        db.Record(actor, action, AuditSubjects.Of(scope), arguments);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Of a model's file that the actor sees.</summary>
    public async Task OfArtifactAsync(Actor actor, string action, Guid artifactId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var artifact = await db.ArtifactForAsync(actor, artifactId, Permission.ViewProject, cancellationToken);
        var subject = await AuditSubjects.OfModelVersionAsync(db, AuditKinds.ModelVersion, artifact.ModelVersionId, null, artifact.ModelVersionId, cancellationToken);
        db.Record(actor, action, subject with { Kind = AuditKinds.ModelArtifact, Id = artifactId, Name = $"{subject.Name} / {artifact.Name}" });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Of a deployment that the actor sees.</summary>
    public async Task OfDeploymentAsync(Actor actor, string action, string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.DeploymentForAsync(actor, name, Permission.ViewProject, cancellationToken);
        db.Record(actor, action, await AuditSubjects.OfModelVersionAsync(db, AuditKinds.Deployment, deployment.Id, name, deployment.ModelVersionId, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }
}
