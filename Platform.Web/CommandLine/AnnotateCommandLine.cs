using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;
using Platform.Training.AutoAnnotation;
using Platform.Training.Runs;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>"annotate": a trained model looks at a draft's images, by the same command as the pages. It may work beside a running platform.</summary>
public static class AnnotateCommandLine
{
    public const string Name = "annotate";

    public static Task<int> RunAsync(string[] args)
    {
        var model = new Argument<string>("MODEL_VERSION") { Description = TrainNames.ModelHelp };
        var version = new Argument<string>("VERSION") { Description = $"A draft: {DatasetCommandLine.VersionHelp}" };
        var score = new Option<double>("--score") { DefaultValueFactory = _ => 0.25, Description = "Lowest confidence that is kept, 0 to 1." };
        var classScores = new Option<string[]>("--class-score") { DefaultValueFactory = _ => [], Description = "key=score: another lowest confidence for a class; may be repeated." };
        var all = new Option<bool>("--all") { Description = "Also images that have annotations; without it those that have none." };
        var overlap = new Option<string>("--overlap") { DefaultValueFactory = _ => EnumText<OverlapPolicy>.ToText(default), Description = "With --all, where an object is annotated already: replace what models made, skip, or add." };
        overlap.AcceptOnlyFromAmong([.. EnumText<OverlapPolicy>.All]);
        var overwrite = new Option<bool>("--overwrite") { Description = "Of a model that looks into boxes: also those that people have filled in." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON and nothing else." };
        var database = DatabaseSettings.Option();
        var root = new RootCommand("Let a trained model annotate a draft's images; what it finds waits for review. Exit code 0: done; 3: done, but something was left out; 1: refused; 130: stopped.")
        {
            model, version, score, classScores, all, overlap, overwrite, json, database,
        };
        root.SetAction((parsed, cancellation) => CommandScope.RunAsync(
            AnsiConsole.Console,
            DatabaseSettings.Of(parsed.GetValue(database)),
            async scope =>
            {
                var request = new AutoAnnotation(
                    await TrainNames.FindModelVersionAsync(scope, parsed.GetRequiredValue(model), cancellation),
                    await scope.Get<DatasetQueries>().FindVersionAsync(scope.Actor, parsed.GetRequiredValue(version), cancellation),
                    !parsed.GetValue(all), parsed.GetValue(score), parsed.GetValue(overwrite))
                {
                    ClassScores = (parsed.GetValue(classScores) ?? []).Select(ReadScore).ToDictionary(StringComparer.Ordinal),
                    Overlap = EnumText<OverlapPolicy>.Parse(parsed.GetValue(overlap)!),
                };
                var annotate = scope.Get<AutoAnnotateCommand>();
                var isJson = parsed.GetValue(json);
                var report = isJson
                    ? await annotate.ExecuteAsync(scope.Actor, request, null, cancellation)
                    : await ConsoleProgress.ShowAsync(
                        "Annotating", show => annotate.ExecuteAsync(scope.Actor, request, new Progress<AutoAnnotationProgress>(progress => show(progress.Done, progress.Total)), cancellation));
                Tell(scope, report, isJson);
                return report.Failed.Count + report.UnknownClasses.Count + report.Videos == 0 ? ExitCode.Done : ExitCode.DoneWithLosses;
            },
            cancellation,
            besideServer: true));
        return root.Parse(args).InvokeAsync();
    }

    private static KeyValuePair<string, double> ReadScore(string text) =>
        text.LastIndexOf('=') is > 0 and var at && double.TryParse(text[(at + 1)..], CultureInfo.InvariantCulture, out var score)
            ? KeyValuePair.Create(text[..at], score)
            : throw new DomainRuleException("command.class_score", $"'{text}' is no confidence of a class. Write it as key=0.4.", text);

    private static void Tell(CommandScope scope, AutoAnnotationReport report, bool json)
    {
        if (json)
        {
            scope.Console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(report, RunJson.Indented));
            return;
        }

        scope.Console.WriteLine($"{report.Images} images, {report.Boxes} annotations to review, {report.Overlapping} left out because the object is annotated already.");
        foreach (var (fileName, reason) in report.Failed)
        {
            scope.Console.MarkupLineInterpolated($"[yellow]{fileName}: {reason}[/]");
        }

        if (report.UnknownClasses.Count > 0)
        {
            scope.Console.MarkupLineInterpolated($"[yellow]The draft's ontology lacks {string.Join(", ", report.UnknownClasses)}: what the model found of them was left out.[/]");
        }

        if (report.Videos > 0)
        {
            scope.Console.MarkupLineInterpolated($"[yellow]{report.Videos} videos were left out.[/]");
        }
    }
}
