namespace Platform.Training.Trainer;

/// <summary>Adds up where the time of an epoch goes; one stage is open at a time.</summary>
public sealed class StageClock
{
    /// <summary>Waiting for the data loader: the only stage that is not part of a step.</summary>
    public const string DataWait = "data_wait";
    public const string Transfer = "transfer";
    public const string Forward = "forward";
    public const string Assign = "assign";
    public const string Loss = "loss";
    public const string Backward = "backward";
    public const string Optimizer = "optimizer";
    public const string Average = "average";
    public const string Report = "report";

    private readonly TimeProvider _time;
    private readonly Dictionary<string, double> _seconds = [];
    private string? _stage;
    private long _since;

    public StageClock(TimeProvider time) => _time = time;

    /// <summary>Seconds by stage since the last reset.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    public double TotalSeconds => _seconds.Values.Sum();

    public double StepSeconds => TotalSeconds - _seconds.GetValueOrDefault(DataWait) - _seconds.GetValueOrDefault(Report);

    /// <summary>Closes the open stage and opens another.</summary>
    public void Enter(string stage)
    {
        Stop();
        _stage = stage;
        _since = _time.GetTimestamp();
    }

    public void Stop()
    {
        if (_stage is not null)
        {
            _seconds[_stage] = _seconds.GetValueOrDefault(_stage) + _time.GetElapsedTime(_since).TotalSeconds;
            _stage = null;
        }
    }

    public void Reset()
    {
        _stage = null;
        _seconds.Clear();
    }
}
