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
    private readonly List<double> _resumes = [];

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

    /// <summary>Where the run went on from a checkpoint, in epochs.</summary>
    public IReadOnlyList<double> Resumes => _resumes;

    /// <summary>Loss by name over epochs (fractions within one).</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> Losses => _losses;

    /// <summary>Validation score by name over epochs.</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> Metrics => _metrics;

    public bool IsActive => State.IsActive();

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
                ForgetAfter(resumed);
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

    // Curves must not double back: steps after the checkpoint happened to weights that no longer exist.
    private void ForgetAfter(ResumedAt resumed)
    {
        var position = resumed.AfterEpoch + (Iterations == 0 ? 0 : resumed.AfterStep / (double)Iterations);
        foreach (var points in _losses.Values.Concat(_metrics.Values))
        {
            points.RemoveAll(point => point.X > position + 1e-9);
        }

        (Epoch, Iteration) = resumed.AfterStep > 0 ? (resumed.AfterEpoch + 1, resumed.AfterStep) : (resumed.AfterEpoch, Iterations);
        _resumes.RemoveAll(earlier => earlier > position);
        _resumes.Add(position);
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
