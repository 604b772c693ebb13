using Platform.Web.Quickstart;

namespace Platform.Web.CommandLine;

/// <summary>What the program does in place of serving pages, by the first word of its command line.</summary>
public static class ConsoleCommands
{
    private static readonly (IReadOnlyCollection<string> Names, Func<string[], Task<int>> RunAsync)[] s_all =
    [
        ([QuickstartCommandLine.Name], args => QuickstartCommandLine.RunAsync(args[1..])),
        ([ImportCommandLine.Name], args => ImportCommandLine.RunAsync(args[1..])),
        ([ExportCommandLine.Name], args => ExportCommandLine.RunAsync(args[1..])),
        (DatasetCommandLine.Names, DatasetCommandLine.RunAsync),
        ([OntologyCommandLine.Name], args => OntologyCommandLine.RunAsync(args[1..])),
        (TrainCommandLine.Names, TrainCommandLine.RunAsync),
        ([RunsCommandLine.Name], args => RunsCommandLine.RunAsync(args[1..])),
        ([AnnotateCommandLine.Name], args => AnnotateCommandLine.RunAsync(args[1..])),
        ([ConvertCommandLine.Name], args => ConvertCommandLine.RunAsync(args[1..])),
        ([WeightsCommandLine.Name], args => WeightsCommandLine.RunAsync(args[1..])),
        (DeployCommandLine.Names, DeployCommandLine.RunAsync),
    ];

    /// <returns>Null where the first word is no command.</returns>
    public static Func<string[], Task<int>>? Find(string[] args) => args is [var name, ..] ? s_all.FirstOrDefault(command => command.Names.Contains(name)).RunAsync : null;
}
