using System.CommandLine;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Models;
using Platform.Training.Tasks;
using Platform.Training.Weights;
using Platform.Training.Weights.Commands;
using Platform.Training.Weights.Queries;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>"weights": brings weights that were trained elsewhere into a project, and says what a training would take from them.</summary>
public static class WeightsCommandLine
{
    public const string Name = "weights";

    public static Task<int> RunAsync(string[] args) => RunAsync(args, AnsiConsole.Console);

    /// <summary>The exit code: see <see cref="ExitCode"/>; 1 also for a command line that cannot be read.</summary>
    public static Task<int> RunAsync(string[] args, IAnsiConsole console, string[]? settings = null)
    {
        var database = DatabaseSettings.Option();
        database.Recursive = true;
        var project = new Argument<string>("PROJECT") { Description = "The project's name." };
        return new RootCommand("Weights that were trained elsewhere (.safetensors, .pt, .pth), for trainings to start from.") { Import(), List(), Check(), database }.Parse(args).InvokeAsync();

        Task<int> WithAsync(ParseResult parsed, Func<CommandScope, Task<int>> work, CancellationToken cancellation) =>
            CommandScope.RunAsync(console, [.. DatabaseSettings.Of(parsed.GetValue(database)), .. settings ?? []], work, cancellation);

        Command Import()
        {
            var file = new Argument<FileInfo>("FILE") { Description = "The file; it is read as data and nothing in it is run." };
            var licence = new Option<string>("--licence") { Required = true, Description = "Where the weights come from and on what terms." };
            var name = new Option<string?>("--name") { Description = "The file's name where left out." };
            var command = new Command("import", "Take in a file of weights, and print its id.") { project, file, licence, name };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    var path = parsed.GetRequiredValue(file);
                    if (!path.Exists)
                    {
                        throw new DomainRuleException("weights.no_file", $"There is no file {path.FullName}. Choose a .safetensors, .pt or .pth file.");
                    }

                    var projectId = (await ProjectNames.FindAsync(scope, parsed.GetRequiredValue(project), cancellation)).Id;
                    console.WriteLine((await scope.Get<ImportWeightsCommand>().ExecuteAsync(
                        scope.Actor, projectId, parsed.GetValue(name), path.Name, parsed.GetRequiredValue(licence), path.FullName, cancellation)).ToString());
                    return ExitCode.Done;
                },
                cancellation));
            return command;
        }

        Command List()
        {
            var command = new Command("list", "The weights of a project, newest first.") { project };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    foreach (var weights in await scope.Get<ImportedWeightsQueries>().ListAsync(scope.Actor, (await ProjectNames.FindAsync(scope, parsed.GetRequiredValue(project), cancellation)).Id, cancellation))
                    {
                        console.WriteLine($"{weights.Id}  {weights.Sha256[..12]}  {weights.Name}  ({weights.Licence})");
                    }

                    return ExitCode.Done;
                },
                cancellation));
            return command;
        }

        Command Check()
        {
            var id = new Argument<Guid>("WEIGHTS") { Description = "Id, as import and list print it." };
            var version = new Argument<string>("VERSION") { Description = DatasetCommandLine.VersionHelp };
            var model = new Option<string>("--model") { Required = true, Description = "Name of the model that would be trained." };
            var size = new Option<DetectorSize>("--size") { DefaultValueFactory = _ => DetectorSize.Nano, Description = "Size of the network." };
            var command = new Command("check", "Say what a training would take from the weights; starts nothing. Exit code 3: some of the network starts at random.") { id, version, model, size };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    var versionId = await scope.Get<DatasetQueries>().FindVersionAsync(scope.Actor, parsed.GetRequiredValue(version), cancellation);
                    var weights = await scope.Get<ImportedWeightsQueries>().GetAsync(scope.Actor, parsed.GetRequiredValue(id), cancellation);
                    var wanted = parsed.GetRequiredValue(model);
                    var chosen = (await scope.Get<ModelQueries>().ListAsync(scope.Actor, weights.ProjectId, cancellation)).FirstOrDefault(item => item.Name == wanted)
                        ?? throw new DomainRuleException("weights.no_model", $"The project has no model named '{wanted}'. Create it first, or name another.", wanted);
                    var recipe = scope.Get<TrainingTasks>().Of(chosen.Task).Defaults with { Size = parsed.GetValue(size) };
                    var report = await scope.Get<StartReportQueries>().TryAsync(scope.Actor, weights.Id, chosen.Id, versionId, recipe, cancellation);
                    foreach (var line in StartReportText.Lines(report))
                    {
                        console.WriteLine(line.Text);
                    }

                    return report is { Missing.Count: 0, Mismatched.Count: 0 } ? ExitCode.Done : ExitCode.Differs;
                },
                cancellation));
            return command;
        }
    }
}
