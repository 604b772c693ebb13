using System.CommandLine;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Shared;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>
/// Dataset versions from the command line, by the same commands as the pages: draft, split, freeze, verify and diff. They open the database themselves, so the platform must not be running on the same data
/// folder; a running one is asked over /api.
/// </summary>
public static class DatasetCommandLine
{
    public static readonly IReadOnlyCollection<string> Names = ["draft", "split", "freeze", "verify", "diff"];

    internal const string VersionHelp = "PROJECT/DATASET/TAG, PROJECT/DATASET for its newest version, or the version's id.";

    public static Task<int> RunAsync(string[] args) => RunAsync(args, AnsiConsole.Console);

    /// <summary>The exit code: see <see cref="ExitCode"/>; 1 also for a command line that cannot be read.</summary>
    public static Task<int> RunAsync(string[] args, IAnsiConsole console, string[]? settings = null)
    {
        var database = DatabaseSettings.Option();
        database.Recursive = true;
        var root = new RootCommand("Dataset versions without a browser.") { Draft(), Split(), Freeze(), Verify(), Diff(), database };
        return root.Parse(args).InvokeAsync();

        Task<int> WithAsync(ParseResult parsed, Func<CommandScope, Task<int>> work, CancellationToken cancellation) =>
            CommandScope.RunAsync(console, [.. DatabaseSettings.Of(parsed.GetValue(database)), .. settings ?? []], work, cancellation);

        Command Draft()
        {
            var source = new Argument<string>("VERSION") { Description = VersionHelp };
            var tag = new Option<string?>("--tag") { Description = "Of the new version; the next free v1, v2, v3… where left out." };
            var command = new Command("draft", "Start a new draft as a copy of a version, and print its id.") { source, tag };
            command.SetAction((parsed, cancellation) => WithAsync(parsed, scope => DatasetJobs.DraftAsync(scope, parsed.GetRequiredValue(source), parsed.GetValue(tag), cancellation), cancellation));
            return command;
        }

        Command Split()
        {
            var version = new Argument<string>("VERSION") { Description = VersionHelp };
            var train = new Option<double>("--train") { DefaultValueFactory = _ => 0.7, Description = "Share of train; the three sum to 1." };
            var val = new Option<double>("--val") { DefaultValueFactory = _ => 0.2, Description = "Share of val." };
            var test = new Option<double>("--test") { DefaultValueFactory = _ => 0.1, Description = "Share of test." };
            var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 42, Description = "Same seed, same split." };
            var stratify = new Option<bool>("--stratify") { Description = "Give every split its share of the images of each class." };
            var keep = new Option<string[]>("--keep-together") { Description = "folder, near_duplicates, column: what holds images together lands in one split.", AllowMultipleArgumentsPerToken = true };
            keep.AcceptOnlyFromAmong([.. EnumText<GroupSource>.All]);
            var only = new Option<bool>("--only-unassigned") { Description = "Leave images that are in a split where they are." };
            var command = new Command("split", "Deal a draft's images out to train, val and test.") { version, train, val, test, seed, stratify, keep, only };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                scope => DatasetJobs.SplitAsync(
                    scope, parsed.GetRequiredValue(version),
                    new SplitRequest(
                        new SplitRatios(parsed.GetValue(train), parsed.GetValue(val), parsed.GetValue(test)), parsed.GetValue(seed), parsed.GetValue(only), parsed.GetValue(stratify),
                        [.. (parsed.GetValue(keep) ?? []).Select(EnumText<GroupSource>.Parse)]),
                    cancellation),
                cancellation));
            return command;
        }

        Command Freeze()
        {
            var version = new Argument<string>("VERSION") { Description = VersionHelp };
            var ontology = new Option<bool>("--freeze-ontology") { Description = "Freeze the version's ontology first where it is a draft; its classes can then no longer change." };
            var command = new Command("freeze", "Freeze a draft and print its content hash.") { version, ontology };
            command.SetAction((parsed, cancellation) => WithAsync(parsed, scope => DatasetJobs.FreezeAsync(scope, parsed.GetRequiredValue(version), parsed.GetValue(ontology), cancellation), cancellation));
            return command;
        }

        Command Verify()
        {
            var version = new Argument<string>("VERSION") { Description = VersionHelp };
            var bytes = new Option<bool>("--bytes") { Description = "Also read every file and take its hash." };
            var command = new Command("verify", "Recompute a frozen version's hash. Exit code 3 if it is not what was frozen.") { version, bytes };
            command.SetAction((parsed, cancellation) => WithAsync(parsed, scope => DatasetJobs.VerifyAsync(scope, parsed.GetRequiredValue(version), parsed.GetValue(bytes), cancellation), cancellation));
            return command;
        }

        Command Diff()
        {
            var from = new Argument<string>("BASE") { Description = VersionHelp };
            var to = new Argument<string>("TARGET") { Description = VersionHelp };
            var command = new Command("diff", "Compare two versions by content. Exit code 3 if they differ.") { from, to };
            command.SetAction((parsed, cancellation) => WithAsync(parsed, scope => DatasetJobs.DiffAsync(scope, parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), cancellation), cancellation));
            return command;
        }
    }
}
