using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Audit.Model;
using Platform.Core.Data.Configurations;
using Platform.Core.Datasets.Model;
using Platform.Core.Deployments.Model;
using Platform.Core.Llm.Model;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;
using Platform.Core.Reviews.Model;
using Platform.Core.Shared;

namespace Platform.Core.Data;

/// <summary>The one schema of both halves; each database engine has its own subclass and migrations.</summary>
public abstract class PlatformDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The time under which the audit puts things on record.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public DbSet<User> Users => Set<User>();

    public DbSet<Department> Departments => Set<Department>();

    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<LabelOntologyVersion> OntologyVersions => Set<LabelOntologyVersion>();

    public DbSet<LabelClass> LabelClasses => Set<LabelClass>();

    public DbSet<OntologyMigration> OntologyMigrations => Set<OntologyMigration>();

    public DbSet<OntologyMigrationChange> OntologyMigrationChanges => Set<OntologyMigrationChange>();

    public DbSet<Dataset> Datasets => Set<Dataset>();

    public DbSet<DatasetVersion> DatasetVersions => Set<DatasetVersion>();

    public DbSet<DatasetSplit> DatasetSplits => Set<DatasetSplit>();

    public DbSet<Asset> Assets => Set<Asset>();

    public DbSet<Annotation> Annotations => Set<Annotation>();

    public DbSet<ModelVerdict> ModelVerdicts => Set<ModelVerdict>();

    public DbSet<ModelDisagreement> ModelDisagreements => Set<ModelDisagreement>();

    public DbSet<TrashedAsset> TrashedAssets => Set<TrashedAsset>();

    public DbSet<TrashedAnnotation> TrashedAnnotations => Set<TrashedAnnotation>();

    public DbSet<TrashedComment> TrashedComments => Set<TrashedComment>();

    public DbSet<LabelDay> LabelDays => Set<LabelDay>();

    public DbSet<ReviewComment> ReviewComments => Set<ReviewComment>();

    public DbSet<VisionModel> Models => Set<VisionModel>();

    public DbSet<ModelVersion> ModelVersions => Set<ModelVersion>();

    public DbSet<ModelArtifact> ModelArtifacts => Set<ModelArtifact>();

    public DbSet<ModelPromotion> ModelPromotions => Set<ModelPromotion>();

    public DbSet<ImportedWeights> ImportedWeights => Set<ImportedWeights>();

    public DbSet<Evaluation> Evaluations => Set<Evaluation>();

    public DbSet<Deployment> Deployments => Set<Deployment>();

    public DbSet<DeploymentEvent> DeploymentEvents => Set<DeploymentEvent>();

    public DbSet<DeploymentMinute> DeploymentMinutes => Set<DeploymentMinute>();

    public DbSet<LlmModel> LlmModels => Set<LlmModel>();

    public DbSet<LlmModelConfig> LlmModelConfigs => Set<LlmModelConfig>();

    public DbSet<LlmDeployment> LlmDeployments => Set<LlmDeployment>();

    public DbSet<LlmStatusChange> LlmStatusChanges => Set<LlmStatusChange>();

    public DbSet<LlmCredential> LlmCredentials => Set<LlmCredential>();

    public DbSet<LlmDataset> LlmDatasets => Set<LlmDataset>();

    public DbSet<PromptTemplate> PromptTemplates => Set<PromptTemplate>();

    public DbSet<LlmSession> LlmSessions => Set<LlmSession>();

    public DbSet<LlmSessionLog> LlmSessionLogs => Set<LlmSessionLog>();

    /// <summary>Statements that put the triggers around frozen rows in place; each may run again over what stands.</summary>
    public abstract IReadOnlyList<string> CreateTriggersSql { get; }

    /// <summary>Statements that take the triggers away, so that a migration may rebuild the tables under them.</summary>
    public abstract IReadOnlyList<string> DropTriggersSql { get; }

    /// <summary>
    /// SQL that makes the id of a row copied inside the database: the original's up to its last 48 bits, which are random. Copies so keep the order of their originals without being sorted.
    /// </summary>
    /// <param name="id">SQL of the original's id.</param>
    public abstract string CopiedIdSql(string id);

    /// <summary>
    /// Copies rows into a version that the running transaction made. An engine that asks its guards row by row may do without them meanwhile: nobody else sees
    /// the version yet, and a transaction that ends early puts them back.
    /// </summary>
    public virtual Task CopyIntoOwnVersionAsync(Func<Task> copy, CancellationToken cancellationToken) => copy();

    /// <summary>
    /// SQL of a table with the columns <c>id</c> and <c>json</c>, read from one parameter: a JSON object whose keys are ids and whose values are documents.
    /// Lets one statement write a different document into each of many rows.
    /// </summary>
    public abstract string JsonRowsSql(string parameter);

    /// <summary>The engine's type for JSON documents.</summary>
    protected abstract string JsonColumnType { get; }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        try
        {
            return base.SaveChanges(acceptAllChangesOnSuccess);
        }
        catch (Exception failure) when (Translate(failure) is { } rule)
        {
            throw rule;
        }
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (Exception failure) when (Translate(failure) is { } rule)
        {
            throw rule;
        }
    }

    /// <summary>The rule that the engine enforced (frozen, duplicate, referenced, busy), or null for any other failure.</summary>
    public abstract DomainRuleException? Translate(Exception failure);

    /// <summary>
    /// Inside a transaction: holds off every other change of the version and its contents until the transaction ends,
    /// so that a freeze hashes exactly what it freezes.
    /// </summary>
    public abstract Task LockDatasetVersionAsync(Guid datasetVersionId, CancellationToken cancellationToken);

    /// <summary>
    /// Inside a transaction that changes one asset: holds off a freeze and bulk changes of the version, not changes of its other assets.
    /// Taken before the asset's row, as bulk changes do, so that the two never wait for each other in a circle.
    /// </summary>
    public abstract Task ShareDatasetVersionAsync(Guid datasetVersionId, CancellationToken cancellationToken);

    /// <summary>Makes way for a migration: folders, and locks that a killed process left behind.</summary>
    public virtual Task PrepareMigrationAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The engine's own exception inside whatever EF wrapped it in.</summary>
    protected static TException? FailureOf<TException>(Exception? failure)
        where TException : Exception
    {
        while (failure is not null and not TException)
        {
            failure = failure.InnerException;
        }

        return (TException?)failure;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PlatformDbContext).Assembly);
        TrashConfiguration.MirrorColumns(modelBuilder.Model);
        SchemaNaming.Apply(modelBuilder.Model);
        JsonColumns.Apply(modelBuilder.Model, JsonColumnType);
    }
}
