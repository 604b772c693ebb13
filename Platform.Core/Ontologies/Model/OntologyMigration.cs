namespace Platform.Core.Ontologies.Model;

/// <summary>The record of a draft's move from one ontology version to another; what it changed stands in <see cref="OntologyMigrationChange"/>.</summary>
public sealed class OntologyMigration
{
    // Only for EF.
    private OntologyMigration()
    {
    }

    public OntologyMigration(Guid id, Guid datasetVersionId, Guid fromOntologyVersionId, Guid toOntologyVersionId, string plan, Guid appliedBy, DateTime createdAt)
    {
        Id = id;
        DatasetVersionId = datasetVersionId;
        FromOntologyVersionId = fromOntologyVersionId;
        ToOntologyVersionId = toOntologyVersionId;
        Plan = plan;
        AppliedBy = appliedBy;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid DatasetVersionId { get; private set; }

    public Guid FromOntologyVersionId { get; private set; }

    public Guid ToOntologyVersionId { get; private set; }

    /// <summary>JSON of the plan that was followed.</summary>
    public string Plan { get; private set; } = "{}";

    public int Annotations { get; private set; }

    public int Dropped { get; private set; }

    public Guid AppliedBy { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public Guid? UndoneBy { get; private set; }

    public DateTime? UndoneAt { get; private set; }

    public void Count(int annotations, int dropped) => (Annotations, Dropped) = (annotations, dropped);

    public void Undo(Guid userId, DateTime now) => (UndoneBy, UndoneAt) = (userId, now);
}
