namespace Platform.Core.Reviews.Model;

/// <summary>What one person labelled in one dataset version on one day of the server's calendar.</summary>
public sealed class LabelDay
{
    // Only for EF: rows are written by a statement of their own.
    private LabelDay()
    {
    }

    public Guid UserId { get; private set; }

    public Guid DatasetVersionId { get; private set; }

    public DateOnly Day { get; private set; }

    /// <summary>Shapes drawn by hand.</summary>
    public int Drawn { get; private set; }

    /// <summary>Shapes redrawn or named otherwise.</summary>
    public int Changed { get; private set; }

    public int Deleted { get; private set; }

    /// <summary>Shapes of models that were accepted or rejected.</summary>
    public int Judged { get; private set; }

    /// <summary>Images called done.</summary>
    public int ImagesDone { get; private set; }

    /// <summary>Time between edits; pauses count as two minutes.</summary>
    public int ActiveSeconds { get; private set; }

    /// <summary>Unix time of the last edit.</summary>
    public long LastSecond { get; private set; }
}
