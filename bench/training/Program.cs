using TrainingBench;

var quick = args.Contains("--quick");
var json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();
var report = new Report();

StepCase.Run(report, rounds: quick ? 3 : 10, steps: quick ? 2 : 5);

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}

return report.IsGood ? 0 : 1;
