namespace Platform.Core.Departments.Model;

/// <summary>What a training held.</summary>
public enum TrainingUseDevice
{
    Cpu,
    Cuda,
}

/// <summary>
/// How long one run held a training device in one month, for the department that its project belonged to then. Outlives the run, its model version and its project: what was spent stays spent.
/// </summary>
public sealed class TrainingUse
{
    // Only for EF: rows are written by a statement of their own.
    private TrainingUse()
    {
    }

    /// <summary>Id of the run, which is that of the model version.</summary>
    public Guid RunId { get; private set; }

    public Guid DepartmentId { get; private set; }

    /// <summary>The month's first day, UTC.</summary>
    public DateOnly Month { get; private set; }

    public TrainingUseDevice Device { get; private set; }

    public Guid ProjectId { get; private set; }

    public double Seconds { get; private set; }

    public DateTime UpdatedAt { get; private set; }
}
