using Platform.Training.Trainer;

namespace Platform.Training.Runs;

/// <summary>The strings by which a queued or running training is held.</summary>
internal sealed class RunControl : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public StopSignal Stop { get; } = new();

    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Where the run stands once it has let go of its device before its end.</summary>
    public RunState EndsAs { get; private set; } = RunState.Cancelled;

    public void Cancel()
    {
        EndsAs = RunState.Cancelled;
        _cancellation.Cancel();
    }

    public void Pause()
    {
        EndsAs = RunState.Paused;
        Stop.Ask(StopWish.Pause);
    }

    /// <summary>The process ends: as a pause, but nobody wished for it.</summary>
    public void Interrupt()
    {
        EndsAs = RunState.Interrupted;
        Stop.Ask(StopWish.Pause);
    }

    /// <summary>Interrupts without waiting for the step under way to be saved.</summary>
    public void Abandon() => _cancellation.Cancel();

    public void Dispose()
    {
        _cancellation.Dispose();
        Stop.Dispose();
    }
}
