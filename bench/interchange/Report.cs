using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace InterchangeBench;

/// <summary>Figures by key; keys name their unit.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Dictionary<string, double> _figures = [];

    public async Task MeasureAsync(string key, Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        Add(key, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2));
    }

    public void Add(string key, double value)
    {
        _figures[key] = value;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key} {value}"));
    }

    public void Print(TextWriter output)
    {
        foreach (var (key, value) in _figures)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key,-40} {value,12:0.##}"));
        }
    }

    public string ToJson(bool quick) => JsonSerializer.Serialize(new { bench = "interchange", quick, processors = Environment.ProcessorCount, figures = _figures }, s_json);
}

/// <summary>The most memory that the process held while this lived, asked every few milliseconds.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Timer _timer;
    private long _peak;

    public MemoryWatch()
    {
        StartMegabytes = Look();
        _timer = new Timer(_ => Look(), null, 0, 20);
    }

    public int StartMegabytes { get; }

    public int PeakMegabytes => (int)(Interlocked.Read(ref _peak) >> 20);

    public void Dispose() => _timer.Dispose();

    private int Look()
    {
        using var process = Process.GetCurrentProcess();
        var now = process.WorkingSet64;
        long before;
        while ((before = Interlocked.Read(ref _peak)) < now && Interlocked.CompareExchange(ref _peak, now, before) != before)
        {
            // Another look was faster.
        }

        return (int)(now >> 20);
    }
}
