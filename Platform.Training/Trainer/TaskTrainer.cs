using System.Globalization;
using Platform.Core.Shared;
using Platform.Training.Optimization;
using Platform.Training.Recipes;
using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>
/// Trains one network, from the first step or from a snapshot. Knows no file, database or screen. Runs on the calling
/// thread, which should be the run's own: a training blocks it for minutes to days.
/// </summary>
public sealed class TaskTrainer<TNetwork>
    where TNetwork : nn.Module
{
    private readonly TrainingRecipe _recipe;
    private readonly ILearner<TNetwork> _learner;
    private readonly ITrainingBatches _batches;
    private readonly IValidator<TNetwork>? _validator;
    private readonly ICheckpointSink? _checkpoints;
    private readonly ITrainingObserver _observer;
    private readonly TimeProvider _time;
    private readonly StageClock _clock;
    private readonly EtaEstimator _eta = new();
    private TrainingState _state = new();
    private TrainingState? _saved;
    private bool _truthIsDrawn;

    /// <param name="recipe">Checked here; every fault is named at once.</param>
    /// <param name="learner">What the task teaches; stays the caller's.</param>
    /// <param name="batches">Training images.</param>
    /// <param name="validator">Null trains without validation images: no best epoch, the last one is the result.</param>
    /// <param name="checkpoints">Null keeps nothing.</param>
    /// <param name="observer">Hears every event.</param>
    /// <param name="time">Measures durations.</param>
    public TaskTrainer(
        TrainingRecipe recipe,
        ILearner<TNetwork> learner,
        ITrainingBatches batches,
        IValidator<TNetwork>? validator,
        ICheckpointSink? checkpoints,
        ITrainingObserver observer,
        TimeProvider time)
    {
        TrainingRecipeRules.Validate(recipe);
        if (batches.ImageCount == 0)
        {
            throw new DomainRuleException("training.no_images", "There are no training images. Put labelled images into the train split first.");
        }

        (_recipe, _learner, _batches, _validator) = (recipe, learner, batches, validator);
        (_checkpoints, _observer, _time) = (checkpoints, observer, time);
        _clock = new StageClock(time);
    }

    /// <summary>Weights of an earlier model to start from, by name; null starts from random ones. A resumed run has its own.</summary>
    public IReadOnlyDictionary<string, Tensor>? InitialWeights { get; init; }

    /// <summary>Compares both sides after each validated epoch; null leaves it out.</summary>
    public FitWatch<TNetwork>? Fit { get; init; }

    /// <summary>Asks the training to end early; null never does.</summary>
    public StopSignal? Stop { get; init; }

    /// <summary>Time between two tries to write a checkpoint for which there was no room.</summary>
    public TimeSpan SaveRetryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs to the last epoch, or to an earlier end that was asked for. Cancellation and pausing take effect between two steps and throw; after a pause a checkpoint
    /// of exactly that step is there to resume from, after a cancellation that of the newest epoch.
    /// </summary>
    public TrainingState Run(TrainingSnapshot? resumeFrom, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        using var session = new TrainingSession<TNetwork>(_recipe, _learner, _clock);
        if (resumeFrom is not null)
        {
            session.Restore(resumeFrom);
            _state = _saved = resumeFrom.State;
        }
        else if (InitialWeights is not null)
        {
            var report = session.Initialize(InitialWeights).ToString();
            _observer.Observe(new LogLine(LogSeverity.Information, $"Starting weights: {report}.") { Code = "weights", Arguments = [report] });
        }

        var schedule = new LearningRateSchedule(_recipe.Optimizer, _recipe.PeakLearningRate, _recipe.Epochs * _batches.BatchesPerEpoch);
        _observer.Observe(new RunStarted(
            _state.CompletedEpochs, _recipe.Epochs, _batches.BatchesPerEpoch, _batches.ImageCount, _validator?.ImageCount ?? 0,
            session.ParameterCount, _recipe.Device));

        while (!IsOver() && TrainEpoch(session, schedule, cancellationToken) is { } losses)
        {
            _state = _state with { CompletedEpochs = _state.CompletedEpochs + 1, StepsOfEpoch = 0, Losses = null };
            session.PublishAverage();
            var (metrics, fit, validationSeconds, isBest) = Validate(session, cancellationToken);
            _observer.Observe(new EpochCompleted(
                _state.CompletedEpochs, losses, metrics, _clock.TotalSeconds, _clock.StepSeconds, validationSeconds,
                new Dictionary<string, double>(_clock.Seconds), isBest) { Fit = fit });
            DrawSamples(session, cancellationToken);
            SaveEpoch(session, isBest, cancellationToken);
        }

        Save(session.Snapshot(_state), CheckpointKind.Final, cancellationToken);
        _observer.Observe(new RunCompleted(
            _state.CompletedEpochs, _state.Metrics, _state.BestEpoch, _time.GetElapsedTime(started).TotalSeconds));
        return _state;
    }

    private bool IsOver()
    {
        var (epoch, patience) = (_state.CompletedEpochs, _recipe.EarlyStopping?.Patience);
        if (epoch < _recipe.Epochs && epoch - _state.BestEpoch >= patience)
        {
            Tell("earlyEnd", $"Stopped early after epoch {epoch} of {_recipe.Epochs}: none of the last {epoch - _state.BestEpoch} was better than epoch {_state.BestEpoch}.", epoch, _recipe.Epochs, epoch - _state.BestEpoch, _state.BestEpoch);
            return true;
        }

        return epoch >= _recipe.Epochs;
    }

    /// <returns>Null where the training shall end with what it has.</returns>
    private TrainingLosses? TrainEpoch(TrainingSession<TNetwork> session, LearningRateSchedule schedule, CancellationToken cancellationToken)
    {
        var epoch = _state.CompletedEpochs;
        if (epoch > 0 && !IsStrong(epoch) && IsStrong(epoch - 1))
        {
            Tell("plain", $"Mosaic and scale jitter are off from epoch {epoch + 1} on.", epoch + 1);
        }

        session.Network.train();
        _clock.Reset();
        _clock.Enter(StageClock.DataWait);
        var (windowStart, windowImages, windowSteps) = (_time.GetTimestamp(), 0, 0);
        foreach (var batch in _batches.EpochFrom(epoch, _state.StepsOfEpoch, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            PauseIfAsked(session, cancellationToken);
            if (IsToFinish())
            {
                return null;
            }

            var learningRate = schedule.At(_state.Iterations);
            session.Step(batch, _state.Iterations, learningRate);
            _state = _state with { Iterations = _state.Iterations + 1, StepsOfEpoch = _state.StepsOfEpoch + 1 };
            windowImages += batch.Count;
            windowSteps++;
            if (_state.Iterations % _recipe.Reporting.LogInterval == 0)
            {
                _clock.Enter(StageClock.Report);
                var seconds = _time.GetElapsedTime(windowStart).TotalSeconds;
                _eta.AddSteps(windowSteps, seconds);
                _observer.Observe(new BatchLogged(
                    epoch + 1, _state.StepsOfEpoch, _state.Iterations, CheckFinite(session.Meter.ReadWindow()), windowImages / seconds, learningRate, Remaining()));
                (windowStart, windowImages, windowSteps) = (_time.GetTimestamp(), 0, 0);
            }

            _clock.Enter(StageClock.DataWait);
        }

        _clock.Enter(StageClock.Report);
        var losses = CheckFinite(session.Meter.ReadEpoch());
        _clock.Stop();
        return losses;
    }

    private void PauseIfAsked(TrainingSession<TNetwork> session, CancellationToken cancellationToken)
    {
        if (Stop?.Wish != StopWish.Pause)
        {
            return;
        }

        if (_saved?.Iterations != _state.Iterations && _state.Iterations > 0)
        {
            _state = _state with { Losses = session.Meter.Save() };
            Save(session.Snapshot(_state), CheckpointKind.Rolling, cancellationToken);
        }

        throw new OperationCanceledException("The training was paused.");
    }

    private bool IsToFinish()
    {
        if (Stop?.Wish != StopWish.Finish || _state.CompletedEpochs == 0)
        {
            return false;
        }

        Tell("finishAsked", $"Stopped by request after epoch {_state.CompletedEpochs} of {_recipe.Epochs}.", _state.CompletedEpochs, _recipe.Epochs);
        return true;
    }

    private (ValidationMetrics? Metrics, FitFigures? Fit, double Seconds, bool IsBest) Validate(TrainingSession<TNetwork> session, CancellationToken cancellationToken)
    {
        var epoch = _state.CompletedEpochs;
        if (_validator is null || (epoch % _recipe.Reporting.ValidationInterval != 0 && epoch != _recipe.Epochs))
        {
            return (null, null, 0, false);
        }

        var started = _time.GetTimestamp();
        var metrics = _validator.Evaluate(session.Averaged, cancellationToken);
        var fit = Fit?.Measure(session.Averaged, session.ToInput, session.Device, cancellationToken);
        var seconds = _time.GetElapsedTime(started).TotalSeconds;
        _eta.AddValidation(seconds);
        var score = ScoreOf(metrics);
        var isBest = _state.BestScore is not { } best || score > best;
        _state = _state with { Metrics = metrics };
        if (isBest)
        {
            _state = _state with { BestEpoch = epoch, BestScore = score };
        }

        return (metrics, fit, seconds, isBest);
    }

    private void DrawSamples(TrainingSession<TNetwork> session, CancellationToken cancellationToken)
    {
        var reporting = _recipe.Reporting;
        var interval = reporting.SampleIntervalOf(_recipe.Epochs);
        var due = interval > 0 && reporting.SampleCount > 0 && (_state.CompletedEpochs % interval == 0 || _state.CompletedEpochs == _recipe.Epochs);
        if (_validator is not null && due)
        {
            if (!_truthIsDrawn)
            {
                _truthIsDrawn = true;
                _observer.Observe(new SampleTruthReady(_validator.DrawTruth(reporting.SampleCount, cancellationToken)));
            }

            var samples = _validator.DrawSamples(session.Averaged, reporting.SampleCount, cancellationToken);
            _observer.Observe(new SamplePredictionsReady(_state.CompletedEpochs, samples));
        }
    }

    private double ScoreOf(ValidationMetrics metrics) => _recipe.EarlyStopping?.Metric is not { } name
        ? metrics.Score
        : metrics.Values.TryGetValue(name, out var value) ? value : throw new DomainRuleException(
            "training.metric_unknown", $"There is no score named '{name}' to stop early by. Choose one of {string.Join(", ", metrics.Values.Keys)}.", name, string.Join(", ", metrics.Values.Keys));

    // The one to resume from comes last: a kill before it repeats the epoch, a kill after it finds the best one in place.
    private void SaveEpoch(TrainingSession<TNetwork> session, bool isBest, CancellationToken cancellationToken)
    {
        var snapshot = session.Snapshot(_state);
        if (isBest)
        {
            Save(snapshot, CheckpointKind.Best, cancellationToken);
        }

        Save(snapshot, _state.CompletedEpochs % _recipe.Reporting.CheckpointInterval == 0 ? CheckpointKind.Interval : CheckpointKind.Rolling, cancellationToken);
    }

    // A full disk must not cost the hours trained so far: the training holds still until there is room.
    private void Save(TrainingSnapshot snapshot, CheckpointKind kind, CancellationToken cancellationToken)
    {
        if (_checkpoints is null)
        {
            return;
        }

        for (var failures = 0; ; failures++)
        {
            try
            {
                _observer.Observe(new CheckpointSaved(snapshot.State.CompletedEpochs, kind, _checkpoints.Save(snapshot, kind)));
                _saved = kind is CheckpointKind.Rolling or CheckpointKind.Interval ? snapshot.State : _saved;
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (failures == 0)
                {
                    _observer.Observe(new CheckpointFailed(snapshot.State.CompletedEpochs, kind, exception.Message));
                }

                WaitHandle.WaitAny([cancellationToken.WaitHandle, Stop?.PauseAsked.WaitHandle ?? cancellationToken.WaitHandle], SaveRetryInterval);
                cancellationToken.ThrowIfCancellationRequested();
                Stop?.PauseAsked.ThrowIfCancellationRequested();
            }
        }
    }

    private void Tell(string code, string text, params int?[] figures) => _observer.Observe(new LogLine(LogSeverity.Information, text)
    {
        Code = code, Arguments = [.. figures.Select(figure => figure?.ToString(CultureInfo.InvariantCulture) ?? "")],
    });

    private bool IsStrong(int epoch) => _recipe.Augmentation.IsStrong(epoch, _recipe.Epochs);

    private TrainingLosses CheckFinite(TrainingLosses losses) => losses.IsFinite ? losses : throw new DomainRuleException(
        "training.diverged",
        $"The loss is not a number any more at iteration {_state.Iterations}. Start again with a lower learning rate, or resume from the newest checkpoint.",
        _state.Iterations);

    private double Remaining()
    {
        var steps = (_recipe.Epochs * _batches.BatchesPerEpoch) - _state.Iterations;
        var validations = _validator is null ? 0 : (_recipe.Epochs - _state.CompletedEpochs) / _recipe.Reporting.ValidationInterval;
        return _eta.Remaining(steps, validations);
    }
}
