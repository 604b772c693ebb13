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
        _figures.Add(key, value);
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
