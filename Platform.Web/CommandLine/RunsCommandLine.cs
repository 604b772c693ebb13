using System.CommandLine;
using Platform.Core.Shared;
using Platform.Training.Runs;
using Platform.Training.Runs.Requests;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>"runs": look at trainings, and pause, resume, stop, cancel or repeat them. Beside a running platform they are asked of it; without one they happen here.</summary>
public static class RunsCommandLine
{
    public const string Name = "runs";

    /// <summary>The exit code: see <see cref="ExitCode"/>; 1 also for a command line that cannot be read.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var database = DatabaseSettings.Option();
        database.Recursive = true;
        var json = new Option<bool>("--json") { Description = "Print the result as JSON and nothing else.", Recursive = true };
        var command = new Command(Name, "Trainings without a browser.")
        {
            List(),
            OnRun("show", "One run with its checkpoints.", (console, run, _, _) => Task.FromResult(console.Show(run)), null),
            OnRun("watch", "Show a run until it ends.", (console, run, _, cancellation) => console.WatchAsync(run, cancellation), null),
            OnRun("pause", "Set a run aside at the step it has reached; the next one gets its device.", Change(RunChange.Pause), null),
            OnRun("resume", "Go on exactly where a run stands. Without the platform this console trains.", Change(RunChange.Resume), Wait()),
            OnRun("stop", "Stop early: the best epoch so far is scored, exported and registered.", Change(RunChange.Finish), Wait()),
            OnRun("cancel", "Stop without a result; the checkpoints stay.", Change(RunChange.Cancel), null),
            OnRun(
                "reproduce", "Train the stored recipe and seed once more on the same data, and compare the losses. Exit code 3 if they differ.",
                (console, run, wait, cancellation) => console.ReproduceAsync(run, wait, cancellation), Wait()),
            database,
            json,
        };
        return new RootCommand { command }.Parse([Name, .. args]).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TrainCommandLine.Farewell });

        Task<int> WithAsync(ParseResult parsed, Func<RunConsole, Task<int>> work, CancellationToken cancellation) => CommandScope.RunAsync(
            AnsiConsole.Console, DatabaseSettings.Of(parsed.GetValue(database)), scope => work(new RunConsole(scope, parsed.GetValue(json))), cancellation, besideServer: true);

        Command List()
        {
            var project = new Option<string?>("--project") { Description = "Only this project's: its name or id." };
            var state = new Option<string?>("--state") { Description = "Only runs in this state." };
            state.AcceptOnlyFromAmong([.. EnumText<RunState>.All]);
            var list = new Command("list", "Every run, newest first.") { project, state };
            list.SetAction((parsed, cancellation) => WithAsync(
                parsed, console => console.ListAsync(parsed.GetValue(project), parsed.GetValue(state) is { } name ? EnumText<RunState>.Parse(name) : null, cancellation), cancellation));
            return list;
        }

        Command OnRun(string name, string description, Func<RunConsole, string, bool, CancellationToken, Task<int>> work, Option<bool>? wait)
        {
            var run = new Argument<string>("RUN") { Description = "Id of the run, its first characters, or \"last\"." };
            var one = new Command(name, description) { run };
            if (wait is not null)
            {
                one.Add(wait);
            }

            one.SetAction((parsed, cancellation) => WithAsync(parsed, console => work(console, parsed.GetRequiredValue(run), wait is not null && parsed.GetValue(wait), cancellation), cancellation));
            return one;
        }

        static Option<bool> Wait() => new("--wait") { Description = "Where the platform trains: show the run until it ends." };

        static Func<RunConsole, string, bool, CancellationToken, Task<int>> Change(RunChange change) =>
            (console, run, wait, cancellation) => console.AskAsync(new ChangeRequest(console.Scope.Actor.UserId, console.Find(run).Id, change), wait, cancellation);
    }
}
