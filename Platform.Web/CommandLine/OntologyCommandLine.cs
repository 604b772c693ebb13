using System.CommandLine;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>"ontology": versions of a project's classes as files, and drafts that move to another version, by the same commands as the pages.</summary>
public static class OntologyCommandLine
{
    public const string Name = "ontology";

    private const string TagHelp = "Tag of the ontology version; the newest where left out.";

    public static Task<int> RunAsync(string[] args)
    {
        var database = DatabaseSettings.Option();
        database.Recursive = true;
        var project = new Argument<string>("PROJECT") { Description = "Name of the project, or its id." };
        return new RootCommand("The classes of a project without a browser.") { Export(), Import(), Move(), database }.Parse(args).InvokeAsync();

        Task<int> WithAsync(ParseResult parsed, Func<CommandScope, Task<int>> work, CancellationToken cancellation) =>
            CommandScope.RunAsync(AnsiConsole.Console, DatabaseSettings.Of(parsed.GetValue(database)), work, cancellation, besideServer: true);

        Command Export()
        {
            var tag = new Option<string?>("--tag") { Description = TagHelp };
            var command = new Command("export", "Print an ontology version as JSON.") { project, tag };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    var found = await FindAsync(scope, (await ProjectNames.FindAsync(scope, parsed.GetRequiredValue(project), cancellation)).Id, parsed.GetValue(tag), cancellation);
                    var file = await scope.Get<OntologyDocumentQueries>().ExportAsync(scope.Actor, found, cancellation);
                    scope.Console.Profile.Out.Writer.WriteLine(file.Json);
                    return ExitCode.Done;
                },
                cancellation));
            return command;
        }

        Command Import()
        {
            var file = new Argument<FileInfo>("FILE") { Description = "JSON as export prints it." };
            var tag = new Option<string>("--tag") { Required = true, Description = "Of the new draft version." };
            var command = new Command("import", "Make a new draft version from a file, and print its id.") { project, file, tag };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed,
                async scope =>
                {
                    var path = parsed.GetRequiredValue(file);
                    if (!path.Exists)
                    {
                        throw new DomainRuleException("command.no_file", $"There is no file {path.FullName}. Name the file with the ontology.", path.FullName);
                    }

                    var projectId = (await ProjectNames.FindAsync(scope, parsed.GetRequiredValue(project), cancellation)).Id;
                    var id = await scope.Get<ImportOntologyCommand>().ExecuteAsync(
                        scope.Actor, projectId, parsed.GetRequiredValue(tag), await File.ReadAllTextAsync(path.FullName, cancellation), cancellation);
                    scope.Console.WriteLine(id.ToString());
                    return ExitCode.Done;
                },
                cancellation));
            return command;
        }

        Command Move()
        {
            var version = new Argument<string>("VERSION") { Description = $"A draft: {DatasetCommandLine.VersionHelp}" };
            var tag = new Option<string?>("--to") { Description = TagHelp };
            var preview = new Option<bool>("--preview") { Description = "Only say what would happen." };
            var command = new Command("move", "Move a draft to another ontology version, class by class of the same key or name. What cannot be told by these is refused: decide it on the page.") { version, tag, preview };
            command.SetAction((parsed, cancellation) => WithAsync(
                parsed, scope => MoveAsync(scope, parsed.GetRequiredValue(version), parsed.GetValue(tag), parsed.GetValue(preview), cancellation), cancellation));
            return command;
        }
    }

    private static async Task<int> MoveAsync(CommandScope scope, string name, string? tag, bool previewOnly, CancellationToken cancellation)
    {
        var version = await scope.Get<DatasetQueries>().FindVersionAsync(scope.Actor, name, cancellation);
        var projectId = (await scope.Get<DatasetQueries>().GetVersionAsync(scope.Actor, version, cancellation)).ProjectId;
        var target = await FindAsync(scope, projectId, tag, cancellation);
        var migrations = scope.Get<OntologyMigrationQueries>();
        var plan = await migrations.SuggestAsync(scope.Actor, version, target, cancellation);
        var preview = await migrations.PreviewAsync(scope.Actor, version, target, plan, cancellation);
        foreach (var flow in preview.Flows)
        {
            scope.Console.WriteLine($"{flow.SourceKey} -> {flow.TargetKey ?? "(dropped)"}  {EnumText<MigrationEffect>.ToText(flow.Effect)}, {flow.Annotations} annotations");
        }

        if (!previewOnly)
        {
            await scope.Get<ApplyOntologyMigrationCommand>().ExecuteAsync(scope.Actor, version, target, plan, preview.Token, cancellation);
        }

        return ExitCode.Done;
    }

    private static async Task<Guid> FindAsync(CommandScope scope, Guid projectId, string? tag, CancellationToken cancellation)
    {
        var versions = await scope.Get<OntologyQueries>().ListAsync(scope.Actor, projectId, cancellation);
        return versions.FirstOrDefault(version => tag is null || version.VersionTag == tag)?.Id ?? throw new DomainRuleException(
            "ontology.tag_unknown", $"The project has no ontology version '{tag}'. It has: {string.Join(", ", versions.Select(version => version.VersionTag))}.", tag ?? "");
    }
}
