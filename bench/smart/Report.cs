using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartBench;

/// <summary>Measured figures under keys that name their unit, as a table and as JSON.</summary>
internal sealed class Report
{
    /// <summary>An answer within it feels like the tool's own doing.</summary>
    public const double LimitMs = 300;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly List<Row> _rows = [];

    public bool IsWithinLimit => _rows.All(row => !row.HasGoal || row.Value <= LimitMs);

    /// <summary>A figure without a goal of its own.</summary>
    public void Add(string key, string what, double value) => _rows.Add(new Row(key, what, value, HasGoal: false));

    public void AddTimes(string name, string what, IReadOnlyList<double> timesMs)
    {
        var sorted = timesMs.Order().ToList();
        _rows.Add(new Row($"{name}_p50_ms", $"{what}, p50", Percentile(sorted, 0.5), HasGoal: false));
        _rows.Add(new Row($"{name}_p95_ms", $"{what}, p95", Percentile(sorted, 0.95), HasGoal: true));
        _rows.Add(new Row($"{name}_max_ms", $"{what}, slowest of {sorted.Count}", sorted[^1], HasGoal: false));
    }

    public string ToTable()
    {
        var table = new StringBuilder("| what | ms | goal | |\n|---|---|---|---|\n");
        foreach (var row in _rows)
        {
            var goal = row.HasGoal ? $"≤ {LimitMs}" : "";
            var verdict = !row.HasGoal ? "" : row.Value <= LimitMs ? "met" : "missed";
            table.Append(CultureInfo.InvariantCulture, $"| {row.What} | {row.Value:0.0} | {goal} | {verdict} |\n");
        }

        return table.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            benchmark = "smart",
            takenAt = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            processors = Environment.ProcessorCount,
            values = _rows.ToDictionary(row => row.Key, row => Math.Round(row.Value, 2)),
        },
        s_json);

    private static double Percentile(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private sealed record Row(string Key, string What, double Value, bool HasGoal);
}
