using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DatasetBench;

/// <summary>Times of every case, and whether it keeps its goal.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Result> _results = [];

    public bool IsGood => _results.TrueForAll(result => result.IsGood);

    /// <param name="goalSeconds">Null where only the figure is of interest.</param>
    public async Task<T> MeasureAsync<T>(string name, double? goalSeconds, Func<Task<T>> call)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await call();
        var result = new Result(name, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3), goalSeconds);
        _results.Add(result);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-76} {result.Seconds,9:0.000} s  {(goalSeconds is { } goal ? $"goal {goal} s, {(result.IsGood ? "met" : "missed")}" : "")}"));
        return answer;
    }

    public string ToJson() => JsonSerializer.Serialize(new { bench = "datasets", processors = Environment.ProcessorCount, results = _results }, s_json);

    private sealed record Result(string Name, double Seconds, double? GoalSeconds)
    {
        public bool IsGood => GoalSeconds is null || Seconds <= GoalSeconds;
    }
}
