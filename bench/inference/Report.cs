using System.Globalization;
using System.Text;
using System.Text.Json;

namespace InferenceBench;

/// <summary>Measured figures under keys that name their unit, as a table and as JSON.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly List<Row> _rows = [];

    public bool AreGoalsMet => _rows.All(row => row.IsMet != false);

    /// <summary>A figure without a goal of its own.</summary>
    public void Add(string key, string what, double value) => _rows.Add(new Row(key, what, value, "", null));

    public void AddGoal(string key, string what, double value, Func<double, bool> isMet, string goal) => _rows.Add(new Row(key, what, value, goal, isMet(value)));

    public string ToTable()
    {
        var table = new StringBuilder("| what | value | goal | |\n|---|---|---|---|\n");
        foreach (var row in _rows)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.What} | {row.Value:0.00} | {row.Goal} | {(row.IsMet is { } met ? met ? "met" : "missed" : "")} |\n");
        }

        return table.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            benchmark = "inference",
            takenAt = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            processors = Environment.ProcessorCount,
            values = _rows.ToDictionary(row => row.Key, row => Math.Round(row.Value, 3)),
        },
        s_json);

    private sealed record Row(string Key, string What, double Value, string Goal, bool? IsMet);
}
