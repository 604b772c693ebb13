using Microsoft.Extensions.Logging;

namespace Platform.Core.Jobs;

/// <summary>Work that the platform left undone before its jobs had folders: files beside where the folders are now, each with who asked and what for.</summary>
public static partial class EarlierWork
{
    /// <summary>Makes interrupted jobs of the files and removes each once its job is on disk. A file that cannot be read is told of and stays.</summary>
    /// <param name="toJob">From the file's id, the person's and the work.</param>
    public static void TakeUp<TJob, TWork>(JobBoard<TJob> board, string folder, Func<Guid, Guid, TWork, TJob> toJob, ILogger logger)
        where TJob : Job
        where TWork : class
    {
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            if (Guid.TryParse(Path.GetFileNameWithoutExtension(file), out var id) && JobFolder.ReadFile<Asked<TWork>>(file) is { Work: { } work } asked)
            {
                board.Add(toJob(id, asked.ActorId, work) with { State = JobState.Interrupted });
                File.Delete(file);
            }
            else
            {
                LogUnreadable(logger, file);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The work asked for in {File} cannot be read and is not done. Ask for it again and delete the file")]
    private static partial void LogUnreadable(ILogger logger, string file);

    private sealed record Asked<TWork>(Guid ActorId, TWork? Work);
}
