namespace Platform.Core.Interchange.Jobs;

/// <summary>Settings of imports and exports, section <c>Interchange</c> of the configuration.</summary>
public sealed class InterchangeOptions
{
    public const string Section = "Interchange";

    /// <summary>Folder of the jobs with their files.</summary>
    public string Root { get; set; } = "";

    /// <summary>Largest archive of one export, in bytes.</summary>
    public long MaxExportBytes { get; set; } = 64L << 30;

    /// <summary>Room for all exports together, in bytes.</summary>
    public long MaxTotalBytes { get; set; } = 128L << 30;

    /// <summary>Hours after which an ended job is deleted with its files.</summary>
    public double KeepHours { get; set; } = 72;

    /// <summary>Jobs that run at the same time.</summary>
    public int Parallel { get; set; } = 2;

    /// <summary>Jobs that may wait in line.</summary>
    public int MaxQueued { get; set; } = 100;

    /// <summary>Folders of the server below which administrators may import without sending files; none unless configured.</summary>
    public IReadOnlyList<string> ImportRoots { get; set; } = [];
}
