using IncrementalBench;
using Platform.Training.Imaging;

var options = BenchOptions.Parse(args);
var codec = new OpenCvImageCodec();
var report = new Report();
var cases = new Cases(options, new Networks(options.WorkFolder, codec), report, codec);

for (var seed = 1; seed <= options.Seeds; seed++)
{
    if (options.Runs(BenchOptions.Cells))
    {
        cases.BloodCellOrder("Platelets", seed);
        cases.BloodCellOrder("RBC", seed);
    }

    if (options.Runs(BenchOptions.CellsAlone))
    {
        cases.BloodCellsAlone(seed);
    }

    if (options.Runs(BenchOptions.ShapesAlone))
    {
        cases.ShapesAlone(seed);
    }

    if (options.Runs(BenchOptions.Chain))
    {
        cases.Chain(seed);
    }
}

var goals = new Dictionary<string, double>
{
    ["BCCD + Platelets"] = 0.98, ["BCCD + RBC"] = 0.98, ["BCCD + Platelets, alone"] = 0.95, ["shapes + one, alone"] = 0.95, ["shapes, four steps"] = 0.9,
};
var isGood = report.Finish(goals, options.Json);

// The quick size shows that it works, and does not answer for goals.
return isGood || options.IsQuick ? 0 : 1;
