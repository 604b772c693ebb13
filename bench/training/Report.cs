using System.Globalization;
using System.Text.Json;

namespace TrainingBench;

/// <summary>Figures by key with their unit and, where there is one, their goal.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Figure> _figures = [];

    public bool IsGood => _figures.TrueForAll(figure => figure.IsGood);

    public void Add(string key, string unit, double value, double? goalAtLeast = null, double? goalAtMost = null)
    {
        var figure = new Figure(key, unit, value, goalAtLeast, goalAtMost);
        _figures.Add(figure);
        var goal = (goalAtLeast, goalAtMost) switch
        {
            ({ } least, _) => $"goal ≥ {least.ToString(CultureInfo.InvariantCulture)}, {(figure.IsGood ? "met" : "missed")}",
            (_, { } most) => $"goal ≤ {most.ToString(CultureInfo.InvariantCulture)}, {(figure.IsGood ? "met" : "missed")}",
            _ => "",
        };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key,-36} {value,14:G5} {unit,-10} {goal}"));
    }

    public string ToJson() => JsonSerializer.Serialize(new { bench = "training", processors = Environment.ProcessorCount, figures = _figures }, s_json);

    private sealed record Figure(string Key, string Unit, double Value, double? GoalAtLeast, double? GoalAtMost)
    {
        public bool IsGood => (GoalAtLeast is null || Value >= GoalAtLeast) && (GoalAtMost is null || Value <= GoalAtMost);
    }
}
