namespace Platform.Core.Jobs;

/// <summary>Tells a board how far a job is, in order and at once; <see cref="Progress{T}"/> would post it to other threads, out of order.</summary>
/// <param name="change">Puts what is told into the job.</param>
public sealed class JobProgress<TJob, T>(JobBoard<TJob> board, Guid id, Func<TJob, T, TJob> change) : IProgress<T>
    where TJob : Job
{
    public void Report(T value) => board.Advance(id, job => change(job, value));
}
