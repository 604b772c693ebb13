using System.CommandLine;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Recipes;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>"train" and "evaluate": a model from the command line, by the same commands as the pages.</summary>
public static class TrainCommandLine
{
    public static readonly IReadOnlyCollection<string> Names = ["train", "evaluate"];

    // A step and its checkpoint are saved after Ctrl+C.
    internal static readonly TimeSpan Farewell = TimeSpan.FromMinutes(1);

    /// <summary>The exit code: see <see cref="ExitCode"/>; 1 also for a command line that cannot be read.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var database = DatabaseSettings.Option();
        database.Recursive = true;
        var json = new Option<bool>("--json") { Description = "Print the result as JSON and nothing else.", Recursive = true };
        var root = new RootCommand("Train and score models without a browser. Where the platform runs on the same data folder, it does the training.") { Train(), Evaluate(), database, json };
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Farewell });

        Task<int> WithAsync(ParseResult parsed, Func<CommandScope, Task<int>> work, CancellationToken cancellation) =>
            CommandScope.RunAsync(AnsiConsole.Console, DatabaseSettings.Of(parsed.GetValue(database)), work, cancellation, besideServer: true);

        Command Train()
        {
            var project = new Option<string?>("--project") { Description = "Name of the project, or its id; may be left out where --dataset-version says it." };
            var version = new Option<string>("--dataset-version") { Required = true, Description = $"A frozen version: {DatasetCommandLine.VersionHelp} With --project also DATASET/TAG." };
            var task = new Option<string>("--task") { DefaultValueFactory = _ => "det", Description = "What the model shall do." };
            task.AcceptOnlyFromAmong([.. EnumText<ModelTask>.All]);
            var model = new Option<string?>("--model") { Description = "Name of the model that gets a new version; made where there is none. Left out: the project's newest model of the task." };
            var recipe = new Option<FileInfo?>("--recipe") { Description = "Training settings as YAML or JSON; what it leaves out takes the task's defaults." };
            var both = new Option<bool>("--train-on-validation") { Description = "Train on train and val together; the last epoch is the result." };
            var startFrom = new Option<string?>("--start-from") { Description = "Imported weights to start from, by name or id; see weights list. Left out: random ones." };
            var parent = new Option<string?>("--parent") { Description = $"Grow from a version that is trained already, which keeps its classes: {TrainNames.ModelHelp}" };
            var strategy = new Option<string>("--strategy") { DefaultValueFactory = _ => EnumText<IncrementalStrategy>.ToText(default), Description = "With --parent: what is done against forgetting." };
            strategy.AcceptOnlyFromAmong([.. EnumText<IncrementalStrategy>.All]);
            var wait = new Option<bool>("--wait") { Description = "Where the platform trains: show the training until it ends. Without the platform this console trains and always waits." };
            var command = new Command("train", "Train a model on a frozen dataset version. Exit code 0: done; 1: refused; 4: not completed; 130: stopped.") { project, version, task, model, recipe, both, startFrom, parent, strategy, wait };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    var names = new TrainNames(parsed.GetValue(project), parsed.GetRequiredValue(version), EnumText<ModelTask>.Parse(parsed.GetValue(task)!), parsed.GetValue(model))
                    {
                        Parent = parsed.GetValue(parent), Strategy = EnumText<IncrementalStrategy>.Parse(parsed.GetValue(strategy)!),
                    };
                    var launch = await names.ToLaunchAsync(scope, parsed.GetValue(recipe), parsed.GetValue(both), parsed.GetValue(startFrom), cancellation);
                    return await new RunConsole(scope, parsed.GetValue(json)).AskAsync(launch, parsed.GetValue(wait), cancellation);
                },
                cancellation));
            return command;
        }

        Command Evaluate()
        {
            var model = new Option<string>("--model") { Required = true, Description = TrainNames.ModelHelp };
            var version = new Option<string>("--dataset-version") { Required = true, Description = DatasetCommandLine.VersionHelp };
            var split = new Option<string>("--split") { DefaultValueFactory = _ => "test", Description = "Images to score." };
            split.AcceptOnlyFromAmong("train", "val", "test");
            var command = new Command("evaluate", "Score a trained model on a split of a frozen dataset version, and put the scores on record.") { model, version, split };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                scope => EvaluateJob.ExecuteAsync(
                    scope, parsed.GetRequiredValue(model), parsed.GetRequiredValue(version), EnumText<SplitKind>.Parse(parsed.GetValue(split)!), parsed.GetValue(json), cancellation),
                cancellation));
            return command;
        }
    }
}
