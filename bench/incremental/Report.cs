using System.Globalization;
using System.Text.Json;

namespace IncrementalBench;

/// <summary>Rows by case and method, each the mean over its seeds.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Row> _rows = [];

    /// <summary>One seed's figures; all AP are 50-95 on the full test set.</summary>
    public void Add(string scenario, string method, int seed, double all, double old, double fresh, double joint, double minutes)
    {
        // A quick look may end before the joint network finds anything.
        var retention = joint > 0 ? all / joint : 0;
        _rows.Add(new Row(scenario, method, seed, all, old, fresh, retention, minutes));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{scenario,-34} {method,-24} seed {seed}  all {all:0.000}  old {old:0.000}  new {fresh:0.000}  retention {100 * retention,6:0.0} %  {minutes:0.0} min"));
    }

    /// <summary>mAP50-95 below which nothing can be said of what was kept.</summary>
    private const double LeastJointScore = 0.2;

    /// <summary>The table of means, and for cases with a goal whether the default strategy meets it.</summary>
    public bool Finish(IReadOnlyDictionary<string, double> goals, string? json)
    {
        var means = _rows.GroupBy(row => (row.Scenario, row.Method)).Select(group => new
        {
            group.Key.Scenario, group.Key.Method, Seeds = group.Count(), All = group.Average(row => row.All), Old = group.Average(row => row.Old), New = group.Average(row => row.New),
            Retention = group.Average(row => row.Retention), LowestRetention = group.Min(row => row.Retention), Minutes = group.Average(row => row.Minutes),
        }).ToList();
        Console.WriteLine();
        Console.WriteLine("| case | method | seeds | all | old | new | retention | lowest | minutes |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var mean in means)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {mean.Scenario} | {mean.Method} | {mean.Seeds} | {mean.All:0.000} | {mean.Old:0.000} | {mean.New:0.000} | {100 * mean.Retention:0.0} % | {100 * mean.LowestRetention:0.0} % | {mean.Minutes:0.0} |"));
        }

        var isGood = true;
        foreach (var (scenario, goal) in goals)
        {
            if (means.Find(mean => mean.Scenario == scenario && mean.Method == "distillation+rehearsal") is not { } child)
            {
                continue;
            }

            // A share of a network that learnt nothing is noise, whatever it says.
            var hasLearnt = means.Find(mean => mean.Scenario == scenario && mean.Method == "joint")?.All >= LeastJointScore;
            var isMet = hasLearnt && child.Retention >= goal;
            isGood &= isMet;
            var verdict = hasLearnt ? isMet ? "met" : "missed" : "not told: the joint training learnt too little";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario}: retention {100 * child.Retention:0.0} %, goal ≥ {100 * goal:0} %, {verdict}"));
        }

        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(new { bench = "incremental", processors = Environment.ProcessorCount, rows = _rows, means }, s_json));
        }

        return isGood;
    }

    private sealed record Row(string Scenario, string Method, int Seed, double All, double Old, double New, double Retention, double Minutes);
}
