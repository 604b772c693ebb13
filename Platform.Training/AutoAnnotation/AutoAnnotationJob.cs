using Platform.Core.Jobs;
using Platform.Training.Runs;

namespace Platform.Training.AutoAnnotation;

/// <summary>An auto-annotation in the background, counted in images.</summary>
public sealed record AutoAnnotationJob : Job
{
    public required AutoAnnotation Request { get; init; }

    /// <summary>Of the request, which does not write them down: they may be many, and a status does not repeat them.</summary>
    public IReadOnlyCollection<Guid>? AssetIds { get; init; }

    public int Boxes { get; init; }

    /// <summary>Set when it ended well.</summary>
    public AutoAnnotationReport? Report { get; init; }
}

/// <summary>All auto-annotations known to this process. Thread-safe.</summary>
public sealed class AutoAnnotationBoard(RunOptions options, TimeProvider time) : JobBoard<AutoAnnotationJob>(FolderOf(options), time)
{
    public static string FolderOf(RunOptions options) => Path.Combine(options.Root, ".auto-annotations");
}
