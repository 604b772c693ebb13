using Platform.Training.Recipes;
using TrainingBench;

var quick = args.Contains("--quick");
var json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();
var report = new Report();

StepCase.Run(report, rounds: quick ? 3 : 10, steps: quick ? 2 : 5);
EpochCase.Run(report, TrainingPrecision.Single, images: quick ? 64 : 256, epochs: quick ? 2 : 4);
EpochCase.Run(report, TrainingPrecision.BFloat16, images: quick ? 64 : 256, epochs: quick ? 2 : 4);
MemoryCase.Run(report, steps: quick ? 400 : 2000);
ScoringCase.Run(report, images: quick ? 500 : 5000, detectionsOfImage: 300);

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}

return report.IsGood ? 0 : 1;
