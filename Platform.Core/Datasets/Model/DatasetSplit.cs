namespace Platform.Core.Datasets.Model;

/// <summary>The part that assets of a version play in training.</summary>
public enum SplitKind
{
    Train,
    Val,
    Test,
    Unassigned,
}

/// <summary>One of the four splits that every dataset version is born with.</summary>
public sealed class DatasetSplit
{
    // Only for EF.
    private DatasetSplit()
    {
    }

    public DatasetSplit(Guid id, Guid datasetVersionId, SplitKind split, double ratio, DateTime createdAt)
    {
        Id = id;
        DatasetVersionId = datasetVersionId;
        Split = split;
        Ratio = ratio;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid DatasetVersionId { get; private set; }

    public SplitKind Split { get; private set; }

    /// <summary>Intended share of the version's assets, 0 to 1.</summary>
    public double Ratio { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void Intend(double ratio) => Ratio = ratio;
}
