using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SmartBench;

/// <summary>Times of every case, from sending the request to having read the answer.</summary>
internal sealed class Report
{
    public const double LimitMs = 300;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Result> _results = [];

    public double Slowest => _results.Where(result => result.Calls > 1).Max(result => result.MedianMs);

    public async Task MeasureAsync(string name, int rounds, Func<int, Task> call)
    {
        var times = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call(i);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        _results.Add(new Result(name, rounds, Math.Round(times[times.Count / 2], 1), Math.Round(times[^1], 1)));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"4000 x 3000 pixels, over HTTP",-52} {"median ms",10} {"worst ms",10}"));
        foreach (var result in _results)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name,-52} {result.MedianMs,10:0.0} {result.WorstMs,10:0.0}"));
        }
    }

    public string ToJson() => JsonSerializer.Serialize(new { bench = "smart", limitMs = LimitMs, processors = Environment.ProcessorCount, results = _results }, s_json);

    private sealed record Result(string Name, int Calls, double MedianMs, double WorstMs);
}
