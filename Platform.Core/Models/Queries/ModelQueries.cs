using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Models.Model;

namespace Platform.Core.Models.Queries;

/// <summary>Reads models, their versions, files and scores.</summary>
public sealed class ModelQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    private static readonly Expression<Func<ModelArtifact, ArtifactView>> s_artifactView = artifact => new ArtifactView(
        artifact.Id,
        artifact.ModelVersionId,
        artifact.Name,
        artifact.Format,
        artifact.Device,
        artifact.Precision,
        artifact.StorageUri,
        artifact.Sha256,
        artifact.SizeBytes,
        artifact.Opset,
        artifact.IrVersion,
        artifact.Compat,
        artifact.CreatedAt);

    /// <summary>The models of a project, newest first.</summary>
    public async Task<IReadOnlyList<ModelSummary>> ListAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        return await Models(db, db.Models.Where(model => model.ProjectId == projectId).OrderByDescending(model => model.Id)).ToListAsync(cancellationToken);
    }

    public async Task<ModelSummary> GetAsync(Actor actor, Guid modelId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ModelForAsync(actor, modelId, Permission.ViewProject, cancellationToken);
        return await Models(db, db.Models.Where(model => model.Id == modelId)).SingleAsync(cancellationToken);
    }

    /// <summary>The versions of a model, newest first.</summary>
    public async Task<IReadOnlyList<ModelVersionSummary>> VersionsAsync(Actor actor, Guid modelId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ModelForAsync(actor, modelId, Permission.ViewProject, cancellationToken);
        return await Versions(db, db.ModelVersions.Where(version => version.ModelId == modelId).OrderByDescending(version => version.Id)).ToListAsync(cancellationToken);
    }

    /// <summary>Every model version of a project, newest first: what can be compared, or annotate.</summary>
    public async Task<IReadOnlyList<ModelVersionSummary>> ProjectVersionsAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        var versions = db.ModelVersions.Where(version => db.Models.Any(model => model.Id == version.ModelId && model.ProjectId == projectId));
        return await Versions(db, versions.OrderByDescending(version => version.Id)).ToListAsync(cancellationToken);
    }

    public async Task<ModelVersionDetails> GetVersionAsync(Actor actor, Guid modelVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ModelVersionForAsync(actor, modelVersionId, Permission.ViewProject, cancellationToken);
        var version = await Versions(db, db.ModelVersions.Where(row => row.Id == modelVersionId)).SingleAsync(cancellationToken);
        var model = await Models(db, db.Models.Where(row => row.Id == version.ModelId)).SingleAsync(cancellationToken);
        var artifacts = await db.ModelArtifacts.Where(artifact => artifact.ModelVersionId == modelVersionId).OrderBy(artifact => artifact.Id).Select(s_artifactView).ToListAsync(cancellationToken);
        var evaluations = await Evaluations(db, db.Evaluations.Where(evaluation => evaluation.ModelVersionId == modelVersionId).OrderBy(evaluation => evaluation.Id)).ToListAsync(cancellationToken);
        return new ModelVersionDetails(model, version, artifacts, evaluations);
    }

    /// <summary>Refuses versions that the actor may not see, or may not do this to.</summary>
    public async Task DemandAsync(Actor actor, Guid modelVersionId, Permission permission, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ModelVersionForAsync(actor, modelVersionId, permission, cancellationToken);
    }

    /// <summary>The scores of one evaluation with its details.</summary>
    public async Task<EvaluationView> GetEvaluationAsync(Actor actor, Guid evaluationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.EvaluationForAsync(actor, evaluationId, Permission.ViewProject, cancellationToken);
        return await Evaluations(db, db.Evaluations.Where(evaluation => evaluation.Id == evaluationId)).SingleAsync(cancellationToken);
    }

    /// <summary>One file, for its download.</summary>
    public async Task<ArtifactView> GetArtifactAsync(Actor actor, Guid artifactId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var artifact = await db.ArtifactForAsync(actor, artifactId, Permission.ViewProject, cancellationToken);
        return await db.ModelArtifacts.Where(row => row.Id == artifact.Id).Select(s_artifactView).SingleAsync(cancellationToken);
    }

    /// <summary>What was promoted when and by whom, the version in use first.</summary>
    public async Task<IReadOnlyList<PromotionView>> PromotionsAsync(Actor actor, Guid modelId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ModelForAsync(actor, modelId, Permission.ViewProject, cancellationToken);
        return await (
            from promotion in db.ModelPromotions
            join user in db.Users on promotion.PromotedById equals user.Id
            where promotion.ModelId == modelId
            orderby promotion.Id descending
            select new PromotionView(promotion.Id, promotion.ModelVersionId, user.Name, promotion.OverrideReason, promotion.Overridden, promotion.CreatedAt)).ToListAsync(cancellationToken);
    }

    private static IQueryable<EvaluationView> Evaluations(PlatformDbContext db, IQueryable<Evaluation> evaluations) =>
        from evaluation in evaluations
        join data in db.DatasetVersions on evaluation.DatasetVersionId equals data.Id
        join dataset in db.Datasets on data.DatasetId equals dataset.Id
        select new EvaluationView(
            evaluation.Id,
            data.Id,
            dataset.Name,
            data.VersionTag,
            evaluation.Split,
            evaluation.F1Score,
            evaluation.Precision,
            evaluation.Recall,
            evaluation.Map50,
            evaluation.Map5095,
            evaluation.Details,
            evaluation.CreatedAt);

    private static IQueryable<ModelSummary> Models(PlatformDbContext db, IQueryable<VisionModel> models) =>
        models.Select(model => new ModelSummary(
            model.Id,
            model.ProjectId,
            model.Name,
            model.Task,
            model.Description,
            model.CreatedAt,
            db.ModelVersions.Count(version => version.ModelId == model.Id),
            (from version in db.ModelVersions
             join evaluation in db.Evaluations on version.Id equals evaluation.ModelVersionId
             where version.ModelId == model.Id
             select (double?)evaluation.Map50).Max(),
            (from version in db.ModelVersions
             join evaluation in db.Evaluations on version.Id equals evaluation.ModelVersionId
             where version.ModelId == model.Id
             select (double?)evaluation.Map5095).Max(),
            db.ModelVersions.Where(version => version.ModelId == model.Id).Max(version => (DateTime?)version.CreatedAt)));

    private static IQueryable<ModelVersionSummary> Versions(PlatformDbContext db, IQueryable<ModelVersion> versions) =>
        from version in versions
        join data in db.DatasetVersions on version.TrainingDataVersionId equals data.Id
        join dataset in db.Datasets on data.DatasetId equals dataset.Id
        join ontology in db.OntologyVersions on version.OntologyVersionId equals ontology.Id
        select new ModelVersionSummary(
            version.Id,
            version.ModelId,

            // Ids are time-ordered, so counting the earlier ones numbers the versions.
            db.ModelVersions.Count(other => other.ModelId == version.ModelId && other.Id.CompareTo(version.Id) <= 0),
            version.ParentModelVersionId,
            version.InitFromArtifactId,
            data.Id,
            dataset.Name,
            data.VersionTag,
            ontology.Id,
            ontology.VersionTag,
            version.Framework,
            version.FrameworkVersion,
            version.Metrics,
            version.TrainingConfig,
            version.IncrementalInfo,
            version.IsFrozen,
            version.CreatedAt,
            db.ModelArtifacts.Count(artifact => artifact.ModelVersionId == version.Id),
            db.Evaluations.Count(evaluation => evaluation.ModelVersionId == version.Id)) { InitFromWeightsId = version.InitFromWeightsId };
}
