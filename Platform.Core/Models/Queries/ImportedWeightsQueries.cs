using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Models.Model;

namespace Platform.Core.Models.Queries;

/// <summary>Weights from elsewhere, as lists show them.</summary>
/// <param name="Contents">JSON object: whose names the weights have, how many tensors and values.</param>
/// <param name="UsedBy">Model versions whose training started from them.</param>
public sealed record ImportedWeightsView(
    Guid Id, Guid ProjectId, string Name, string FileName, string Licence, WeightFormat Format, string Contents, string StorageUri, string Sha256, long SizeBytes, string ImportedBy, DateTime CreatedAt, int UsedBy);

/// <summary>Reads imported weights.</summary>
public sealed class ImportedWeightsQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>Those of a project, newest first.</summary>
    public async Task<IReadOnlyList<ImportedWeightsView>> ListAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        return await Views(db, weights => weights.ProjectId == projectId).ToListAsync(cancellationToken);
    }

    public async Task<ImportedWeightsView> GetAsync(Actor actor, Guid weightsId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ImportedWeightsForAsync(actor, weightsId, Permission.ViewProject, cancellationToken);
        return await Views(db, weights => weights.Id == weightsId).SingleAsync(cancellationToken);
    }

    private static IQueryable<ImportedWeightsView> Views(PlatformDbContext db, Expression<Func<ImportedWeights, bool>> which) =>
        from weights in db.ImportedWeights.Where(which)
        join user in db.Users on weights.ImportedById equals user.Id
        orderby weights.Id descending
        select new ImportedWeightsView(
            weights.Id, weights.ProjectId, weights.Name, weights.FileName, weights.Licence, weights.Format, weights.Contents, weights.StorageUri, weights.Sha256, weights.SizeBytes, user.Name,
            weights.CreatedAt, db.ModelVersions.Count(version => version.InitFromWeightsId == weights.Id));
}
