using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Runs;
using Platform.Training.Scoring.Commands;

namespace Platform.Training.Scoring;

/// <summary>Where an evaluation stands.</summary>
/// <param name="Failure">Why it ended without scores; null while it is under way, and when it ended well.</param>
public sealed record EvaluationStatus(ModelEvaluation Evaluation, EvaluationProgress Progress, bool IsDone = false, Exception? Failure = null)
{
    public bool IsRunning => !IsDone && Failure is null;
}

/// <summary>
/// Scores models in the background, one after the other since one takes every core. What was asked for lies in a file until its scores are on record, so that a killed
/// server scores it after its next start.
/// </summary>
public sealed partial class EvaluationDesk(EvaluateModelCommand evaluate, ModelQueries models, ActorResolver actors, RunOptions options, ILogger<EvaluationDesk> logger) : IDisposable
{
    /// <summary>Evaluations that may wait.</summary>
    public const int Capacity = 100;

    private readonly ConcurrentDictionary<Guid, Job> _jobs = new();
    private readonly SemaphoreSlim _turn = new(1);

    private readonly PendingWork<ModelEvaluation> _pending = new(Path.Combine(options.Root, ".evaluations"));

    /// <summary>Evaluations of a model version that are under way, or ended since the server started, oldest first.</summary>
    public async Task<IReadOnlyList<EvaluationStatus>> ListAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        return [.. _jobs.Values.Select(job => job.Status).Where(status => status.Evaluation.ModelVersionId == modelVersionId).OrderBy(status => status.Evaluation.Id)];
    }

    /// <summary>Checks what can be checked at once and begins. Asked twice for the same, the one under way is the answer.</summary>
    public async Task<EvaluationStatus> StartAsync(Actor actor, ModelEvaluation evaluation, CancellationToken cancellation)
    {
        await evaluate.CheckAsync(actor, evaluation, cancellation).ConfigureAwait(false);
        var same = _jobs.Values.FirstOrDefault(job => job.Status.IsRunning && job.Status.Evaluation with { Id = evaluation.Id } == evaluation);
        if (same is not null)
        {
            return same.Status;
        }

        if (_jobs.Values.Count(job => job.Status.IsRunning) >= Capacity)
        {
            throw new DomainRuleException("evaluate.too_many", $"{Capacity} evaluations wait already. Ask again when some of them have ended.", Capacity);
        }

        await _pending.AddAsync(evaluation.Id, actor.UserId, evaluation, cancellation).ConfigureAwait(false);
        return Begin(actor, evaluation);
    }

    /// <summary>Ends an evaluation that is under way; nothing goes on record.</summary>
    public async Task CancelAsync(Actor actor, Guid evaluationId, CancellationToken cancellation)
    {
        if (_jobs.TryGetValue(evaluationId, out var job))
        {
            await models.DemandAsync(actor, job.Status.Evaluation.ModelVersionId, Permission.TrainModel, cancellation).ConfigureAwait(false);
            await job.Stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Begins once more what a server before this one did not get done.</summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        foreach (var (id, actorId, evaluation) in await _pending.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (await actors.ResolveAsync(actorId, cancellation).ConfigureAwait(false) is { } actor)
            {
                Begin(actor, evaluation);
            }
            else
            {
                _pending.Remove(id);
            }
        }
    }

    public void Dispose()
    {
        foreach (var job in _jobs.Values)
        {
            job.Ends = true;
            job.Stop.Cancel();
        }
    }

    private EvaluationStatus Begin(Actor actor, ModelEvaluation evaluation)
    {
        ForgetOld();
        var job = new Job(evaluation);
        _jobs[evaluation.Id] = job;

        // Minutes of arithmetic, on a thread that no request waits for.
        _ = Task.Factory.StartNew(() => RunAsync(actor, job), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return job.Status;
    }

    private async Task RunAsync(Actor actor, Job job)
    {
        var evaluation = job.Status.Evaluation;
        try
        {
            await _turn.WaitAsync(job.Stop.Token).ConfigureAwait(false);
            try
            {
                await evaluate.ExecuteAsync(actor, evaluation, job, job.Stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }

            _pending.Remove(evaluation.Id);
            job.Status = job.Status with { IsDone = true };
        }
        catch (Exception) when (job.Ends)
        {
            // The server stops: the file is for the next one.
        }
        catch (Exception failure)
        {
            // Nobody awaits this task: whatever went wrong is shown where the person looks.
            if (failure is not (OperationCanceledException or DomainRuleException))
            {
                LogFailure(logger, evaluation.Id, failure);
            }

            _pending.Remove(evaluation.Id);
            job.Status = job.Status with { Failure = failure };
        }
    }

    private void ForgetOld()
    {
        foreach (var (id, job) in _jobs.Where(pair => !pair.Value.Status.IsRunning).OrderByDescending(pair => pair.Key).Skip(Capacity))
        {
            _jobs.TryRemove(KeyValuePair.Create(id, job));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Evaluation {EvaluationId} failed")]
    private static partial void LogFailure(ILogger logger, Guid evaluationId, Exception failure);

    private sealed class Job(ModelEvaluation evaluation) : IProgress<EvaluationProgress>
    {
        private volatile EvaluationStatus _status = new(evaluation, new EvaluationProgress(0, 0));

        public CancellationTokenSource Stop { get; } = new();

        /// <summary>Stopped with the server rather than by a person.</summary>
        public bool Ends { get; set; }

        public EvaluationStatus Status
        {
            get => _status;
            set => _status = value;
        }

        public void Report(EvaluationProgress value) => _status = _status with { Progress = value };
    }
}
