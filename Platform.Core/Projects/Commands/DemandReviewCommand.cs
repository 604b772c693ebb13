using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.Projects.Commands;

/// <summary>Says whether a model's shapes that nobody reviewed keep the project's dataset versions from being frozen.</summary>
public sealed class DemandReviewCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid projectId, bool demandsReview, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await db.ProjectForAsync(actor, projectId, Permission.EditProject, cancellationToken)).DemandReview(demandsReview);
        await db.SaveChangesAsync(cancellationToken);
    }
}
