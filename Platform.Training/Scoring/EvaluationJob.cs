using Platform.Core.Jobs;
using Platform.Training.Runs;
using Platform.Training.Scoring.Commands;

namespace Platform.Training.Scoring;

/// <summary>A scoring in the background, under the id of what it puts on record; counted in images.</summary>
public sealed record EvaluationJob : Job
{
    public required ModelEvaluation Evaluation { get; init; }
}

/// <summary>All scorings known to this process. Thread-safe.</summary>
public sealed class EvaluationBoard(RunOptions options, TimeProvider time) : JobBoard<EvaluationJob>(FolderOf(options), time)
{
    public static string FolderOf(RunOptions options) => Path.Combine(options.Root, ".evaluations");
}
