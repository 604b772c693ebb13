using System.Globalization;
using System.Text.Json;

namespace IncrementalBench;

/// <summary>Rows by case and method, each the mean over its seeds.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Row> _rows = [];
    private readonly List<Parent> _parents = [];

    /// <summary>What the first parent knows of its own classes, and of the one that it knows least.</summary>
    public void AddParent(string scenario, int seed, double old, double least)
    {
        _parents.Add(new Parent(scenario, seed, old, least));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario,-34} {"parent",-24} seed {seed}             old {old:0.000}  its least known class {least:0.000}"));
    }

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
    private const double LeastScore = 0.2;

    /// <summary>The table of means, and for cases with a goal whether the default strategy meets it.</summary>
    public bool Finish(IReadOnlyDictionary<string, double> goals, string? json)
    {
        var means = _rows.GroupBy(row => (row.Scenario, row.Method)).Select(group => new
        {
            group.Key.Scenario, group.Key.Method, Seeds = group.Count(), All = group.Average(row => row.All), Old = group.Average(row => row.Old), New = group.Average(row => row.New),
            Retention = group.Average(row => row.Retention), LowestRetention = group.Min(row => row.Retention), Minutes = group.Average(row => row.Minutes),
        }).ToList();
        Console.WriteLine();
        foreach (var parents in _parents.GroupBy(parent => parent.Scenario))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parents.Key}: the first parent reaches {parents.Average(parent => parent.Old):0.000} on its own classes"));
        }

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
            var jointHasLearnt = means.Find(mean => mean.Scenario == scenario && mean.Method == "joint")?.All >= LeastScore;
            var parentsHaveLearnt = _parents.TrueForAll(parent => parent.Scenario != scenario || parent.Least >= LeastScore);
            var hasLearnt = jointHasLearnt && parentsHaveLearnt;
            var isMet = hasLearnt && child.Retention >= goal;
            isGood &= isMet;
            var verdict = hasLearnt ? isMet ? "met" : "missed" : $"not told: the {(jointHasLearnt ? "parent" : "joint training")} learnt too little";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario}: retention {100 * child.Retention:0.0} %, goal ≥ {100 * goal:0} %, {verdict}"));
        }

        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(new { bench = "incremental", processors = Environment.ProcessorCount, parents = _parents, rows = _rows, means }, s_json));
        }

        return isGood;
    }

    private sealed record Parent(string Scenario, int Seed, double Old, double Least);

    private sealed record Row(string Scenario, string Method, int Seed, double All, double Old, double New, double Retention, double Minutes);
}
