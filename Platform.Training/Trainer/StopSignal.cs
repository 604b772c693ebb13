namespace Platform.Training.Trainer;

/// <summary>Asks a training to end before its last epoch. Asked from any thread, heeded by the training thread between two steps; the newest wish holds.</summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _pause = new();
    private int _wish;

    public StopWish Wish => (StopWish)Volatile.Read(ref _wish);

    /// <summary>Cancelled by a wish to pause: for work around the steps, which can simply be done again.</summary>
    public CancellationToken PauseAsked => _pause.Token;

    public void Ask(StopWish wish)
    {
        Volatile.Write(ref _wish, (int)wish);
        if (wish == StopWish.Pause)
        {
            _pause.Cancel();
        }
    }

    public void Dispose() => _pause.Dispose();
}

/// <summary>How a training shall end.</summary>
public enum StopWish
{
    /// <summary>After its last epoch.</summary>
    None,

    /// <summary>Now, with a checkpoint of exactly this step.</summary>
    Pause,

    /// <summary>Now, with what was reached as the result; a first epoch is trained to its end.</summary>
    Finish,
}
