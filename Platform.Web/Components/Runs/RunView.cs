using Platform.Training.Runs;
using Platform.Training.Runs.Events;

namespace Platform.Web.Components.Runs;

/// <summary>What a run's page shows, folded from the run's events. Not thread-safe: one circuit's renderer owns it.</summary>
public sealed class RunView
{
    public const int LogLimit = 400;

    private readonly Dictionary<string, List<ChartPoint>> _losses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ChartPoint>> _metrics = new(StringComparer.Ordinal);
    private readonly List<LineLogged> _log = [];

    public long LastSequence { get; private set; }

    public RunState State { get; private set; } = RunState.Queued;

    public string? Message { get; private set; }

    public int Epoch { get; private set; }

    public int Epochs { get; private set; }

    public int Iteration { get; private set; }

    public int Iterations { get; private set; }

    public double ImagesPerSecond { get; private set; }

    public double LearningRate { get; private set; }

    public TimeSpan? Remaining { get; private set; }

    public EpochEnded? LastEpoch { get; private set; }

    public SamplesDrawn? Samples { get; private set; }

    public IReadOnlyList<LineLogged> Log => _log;

    /// <summary>Loss by name over epochs (fractions within one).</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> Losses => _losses;

    /// <summary>Validation score by name over epochs.</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> Metrics => _metrics;

    public bool IsActive => State is RunState.Queued or RunState.Running;

    /// <summary>0 to 1.</summary>
    public double Share => State == RunState.Completed ? 1 : Epochs == 0 ? 0 : Math.Clamp(Position / Epochs, 0, 1);

    private double Position => Iterations == 0 ? Epoch : Math.Max(0, Epoch - 1 + (Iteration / (double)Iterations));

    public void Apply(IEnumerable<RunEvent> events)
    {
        foreach (var happened in events)
        {
            LastSequence = Math.Max(LastSequence, happened.Sequence);
            Apply(happened);
        }
    }

    private void Apply(RunEvent happened)
    {
        switch (happened)
        {
            case StateChanged state:
                (State, Message) = (state.State, state.Message);
                Remaining = IsActive ? Remaining : null;
                break;
            case ProgressMade progress:
                Apply(progress);
                break;
            case EpochEnded ended:
                (Epoch, Epochs, Iteration, LastEpoch) = (ended.Epoch, ended.Epochs, Iterations, ended);
                Add(_metrics, ended.Metrics, ended.Epoch);
                break;
            case LineLogged line:
                _log.Add(line);
                if (_log.Count > LogLimit)
                {
                    _log.RemoveAt(0);
                }

                break;
            case SamplesDrawn samples:
                Samples = samples;
                break;
            case ResumedAt resumed:
                ForgetAfter(resumed.AfterEpoch);
                break;
        }
    }

    private void Apply(ProgressMade progress)
    {
        (Epoch, Epochs, Iteration, Iterations) = (progress.Epoch, progress.Epochs, progress.Iteration, progress.Iterations);
        (ImagesPerSecond, LearningRate) = (progress.ImagesPerSecond, progress.LearningRate);
        Remaining = double.IsFinite(progress.RemainingSeconds) ? TimeSpan.FromSeconds(Math.Clamp(progress.RemainingSeconds, 0, 1e8)) : null;
        Add(_losses, progress.Losses, Position);
    }

    // Curves must not double back: epochs after the checkpoint happened to weights that no longer exist.
    private void ForgetAfter(int epoch)
    {
        foreach (var points in _losses.Values.Concat(_metrics.Values))
        {
            points.RemoveAll(point => point.X > epoch);
        }

        (Epoch, Iteration) = (epoch, Iterations);
    }

    private static void Add(Dictionary<string, List<ChartPoint>> series, IReadOnlyDictionary<string, double> values, double x)
    {
        foreach (var (name, value) in values)
        {
            if (!series.TryGetValue(name, out var points))
            {
                series[name] = points = [];
            }

            points.Add(new ChartPoint(x, value));
        }
    }
}
