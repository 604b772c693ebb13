using Platform.Training.Runs;
using Platform.Training.Runs.Events;

namespace Platform.Web.Components.Runs;

/// <summary>What a run's page shows, folded from the run's events. Not thread-safe: one circuit's renderer owns it.</summary>
public sealed class RunView
{
    public const int LogLimit = 400;

    /// <summary>Points of a curve that are kept while a page stays open; beyond it every second one of the older half is dropped.</summary>
    public const int CurveLimit = 4_000;

    private readonly Dictionary<string, List<ChartPoint>> _losses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ChartPoint>> _metrics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ChartPoint>> _validationLosses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ChartPoint>> _trainMetrics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _stageTotals = new(StringComparer.Ordinal);
    private readonly List<ChartPoint> _learningRates = [];
    private readonly List<ChartPoint> _speeds = [];
    private readonly List<LineLogged> _log = [];
    private readonly List<double> _resumes = [];
    private readonly List<ResourcesMeasured> _resources = [];
    private readonly SortedList<int, SamplesDrawn> _samples = [];

    public long LastSequence { get; private set; }

    public RunState State { get; private set; } = RunState.Queued;

    /// <summary>Why the run is in its state, where the state alone does not say it.</summary>
    public LineLogged? Reason { get; private set; }

    public int Epoch { get; private set; }

    public int Epochs { get; private set; }

    public int Iteration { get; private set; }

    public int Iterations { get; private set; }

    public double ImagesPerSecond { get; private set; }

    public double LearningRate { get; private set; }

    public TimeSpan? Remaining { get; private set; }

    public EpochEnded? LastEpoch { get; private set; }

    /// <summary>The newest predictions.</summary>
    public SamplesDrawn? Samples => _samples.Count > 0 ? _samples.Values[^1] : null;

    /// <summary>Predictions of every epoch that has any, by epoch.</summary>
    public IReadOnlyList<SamplesDrawn> SampleSets => _samples.Values.AsReadOnly();

    /// <summary>The same pictures with what people annotated.</summary>
    public TruthDrawn? Truth { get; private set; }

    public IReadOnlyList<LineLogged> Log => _log;

    /// <summary>Where the run went on from a checkpoint, in epochs.</summary>
    public IReadOnlyList<double> Resumes => _resumes;

    /// <summary>Loss by name over epochs (fractions within one).</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> Losses => _losses;

    /// <summary>Validation score by name over epochs.</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> Metrics => _metrics;

    /// <summary>As <see cref="Losses"/>, of validation images.</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> ValidationLosses => _validationLosses;

    /// <summary>As <see cref="Metrics"/>, of training images.</summary>
    public IReadOnlyDictionary<string, List<ChartPoint>> TrainMetrics => _trainMetrics;

    public bool IsActive => State.IsActive();

    public IReadOnlyList<ChartPoint> LearningRates => _learningRates;

    /// <summary>Images per second over epochs.</summary>
    public IReadOnlyList<ChartPoint> Speeds => _speeds;

    /// <summary>What the machine was doing, oldest first.</summary>
    public IReadOnlyList<ResourcesMeasured> Resources => _resources;

    /// <summary>Seconds by stage over all epochs, validation among them.</summary>
    public IReadOnlyDictionary<string, double> StageTotals => _stageTotals;

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

    /// <summary>Seconds by stage of one epoch, validation among them.</summary>
    public static IReadOnlyDictionary<string, double> StagesOf(EpochEnded ended) =>
        ended.ValidationSeconds > 0 ? new Dictionary<string, double>(ended.Stages) { ["validation"] = ended.ValidationSeconds } : ended.Stages;

    private void Apply(RunEvent happened)
    {
        switch (happened)
        {
            case StateChanged state:
                State = state.State;
                Reason = state.Message is { } message ? new LineLogged(LogSeverity.Information, message) { Code = state.Code, Arguments = state.Arguments } : null;
                Remaining = IsActive ? Remaining : null;
                break;
            case ProgressMade progress:
                Apply(progress);
                break;
            case EpochEnded ended:
                Apply(ended);
                break;
            case LineLogged line:
                AddBounded(_log, line, LogLimit);
                break;
            case SamplesDrawn samples:
                _samples[samples.Epoch] = samples;
                break;
            case TruthDrawn truth:
                Truth = truth;
                break;
            case ResourcesMeasured resources:
                AddBounded(_resources, resources, RunFeed.ResourceLimit);
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
        Add(_learningRates, new ChartPoint(Position, progress.LearningRate));
        Add(_speeds, new ChartPoint(Position, progress.ImagesPerSecond));
    }

    private void Apply(EpochEnded ended)
    {
        (Epoch, Epochs, Iteration, LastEpoch) = (ended.Epoch, ended.Epochs, Iterations, ended);
        Add(_metrics, ended.Metrics, ended.Epoch);
        Add(_validationLosses, ended.ValidationLosses, ended.Epoch);
        Add(_trainMetrics, ended.TrainMetrics, ended.Epoch);
        foreach (var (stage, seconds) in StagesOf(ended))
        {
            _stageTotals[stage] = _stageTotals.GetValueOrDefault(stage) + seconds;
        }
    }

    // Curves must not double back: steps after the checkpoint happened to weights that no longer exist.
    private void ForgetAfter(ResumedAt resumed)
    {
        var position = resumed.AfterEpoch + (Iterations == 0 ? 0 : resumed.AfterStep / (double)Iterations);
        foreach (var points in new[] { _losses, _metrics, _validationLosses, _trainMetrics }.SelectMany(series => series.Values).Append(_learningRates).Append(_speeds))
        {
            points.RemoveAll(point => point.X > position + 1e-9);
        }

        foreach (var later in _samples.Keys.Where(drawn => drawn > resumed.AfterEpoch).ToList())
        {
            _samples.Remove(later);
        }

        (Epoch, Iteration) = resumed.AfterStep > 0 ? (resumed.AfterEpoch + 1, resumed.AfterStep) : (resumed.AfterEpoch, Iterations);
        _resumes.RemoveAll(earlier => earlier > position);
        _resumes.Add(position);
    }

    private static void Add(Dictionary<string, List<ChartPoint>> series, IReadOnlyDictionary<string, double>? values, double x)
    {
        foreach (var (name, value) in values ?? new Dictionary<string, double>())
        {
            if (!series.TryGetValue(name, out var points))
            {
                series[name] = points = [];
            }

            Add(points, new ChartPoint(x, value));
        }
    }

    private static void Add(List<ChartPoint> points, ChartPoint point)
    {
        points.Add(point);
        if (points.Count > CurveLimit)
        {
            var seen = 0;
            points.RemoveAll(_ => seen++ < CurveLimit / 2 && seen % 2 == 0);
        }
    }

    private static void AddBounded<T>(List<T> list, T item, int limit)
    {
        list.Add(item);
        if (list.Count > limit)
        {
            list.RemoveAt(0);
        }
    }
}
