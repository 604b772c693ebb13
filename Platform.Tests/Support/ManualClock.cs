namespace Platform.Tests.Support;

/// <summary>A clock whose one timer ticks when the test says so.</summary>
public sealed class ManualClock : TimeProvider
{
    private long _now;
    private Action _tick = () => { };

    public override long GetTimestamp() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _tick = () => callback(state);
        return new Timer();
    }

    public void Advance(TimeSpan by, bool ticks = true)
    {
        _now += by.Ticks;
        if (ticks)
        {
            _tick();
        }
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
