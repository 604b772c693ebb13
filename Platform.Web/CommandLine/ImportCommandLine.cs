using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Interchange.Voc;
using Platform.Core.Shared;
using Platform.Web.Endpoints;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>The command line of "import": a folder or zip archive into a draft version.</summary>
public static class ImportCommandLine
{
    public const string Name = "import";

    private const int Shown = 10;

    public static Task<int> RunAsync(string[] args, string[]? settings = null)
    {
        var version = new Argument<string>("VERSION") { Description = DatasetCommandLine.VersionHelp };
        var path = new Argument<string>("PATH") { Description = "Folder, zip archive or annotation file." };
        var format = new Option<string?>("--format") { Description = "Format; recognised when left out." };
        format.AcceptOnlyFromAmong([.. EnumText<InterchangeFormat>.All]);
        var existing = new Option<string>("--existing") { DefaultValueFactory = _ => "keep", Description = "Images that are annotated already: keep, add or replace." };
        existing.AcceptOnlyFromAmong([.. EnumText<ExistingAnnotations>.All]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only report what would happen." };
        var images = new Option<bool>("--images") { Description = "Take in the images among the files first." };
        var imagesOnly = new Option<bool>("--images-only") { Description = "Take in the images and look for no annotations." };
        var splits = new Option<bool>("--splits") { Description = "Take over train, validation and test." };
        var duplicates = new Option<bool>("--keep-duplicates") { Description = "Store shapes that stand twice." };
        var skipCrowd = new Option<bool>("--skip-crowd") { Description = "Leave out COCO's crowd regions." };
        var origin = new Option<string>("--voc-origin") { DefaultValueFactory = _ => "zero_based", Description = "How Pascal VOC's corners count." };
        origin.AcceptOnlyFromAmong([.. EnumText<VocOrigin>.All]);
        var map = new Option<string[]>("--map") { Description = "name=key gives a class to one of the ontology, name= skips it; may be repeated.", DefaultValueFactory = _ => [] };
        var database = DatabaseSettings.Option();
        var json = new Option<FileInfo?>("--json") { Description = "Also writes the report to this file." };
        var command = new Command(Name, "Import annotations into a draft version. Exit code 0: all of it; 3: done, but something was left out; 1: refused; 130: stopped.")
        {
            version, path, format, existing, dryRun, images, imagesOnly, splits, duplicates, skipCrowd, origin, map, database, json,
        };
        command.SetAction((parsed, cancellation) => CommandScope.RunAsync(
            AnsiConsole.Console,
            [.. DatabaseSettings.Of(parsed.GetValue(database)), .. settings ?? []],
            async scope =>
            {
                var actor = scope.Actor;
                var request = new ImportRequest(
                    parsed.GetValue(format) is { } name ? EnumText<InterchangeFormat>.Parse(name) : null,
                    new ImportOptions { VocOrigin = EnumText<VocOrigin>.Parse(parsed.GetValue(origin)!), SkipCrowd = parsed.GetValue(skipCrowd) },
                    ClassMapText.Parse(parsed.GetValue(map) ?? []), EnumText<ExistingAnnotations>.Parse(parsed.GetValue(existing)!), parsed.GetValue(splits))
                {
                    KeepDuplicates = parsed.GetValue(duplicates),
                };
                var versionId = await scope.Get<DatasetQueries>().FindVersionAsync(actor, parsed.GetRequiredValue(version), cancellation);
                using var opened = Open(parsed.GetRequiredValue(path));
                var files = (parsed.GetValue(images) && !parsed.GetValue(dryRun)) || parsed.GetValue(imagesOnly)
                    ? await ConsoleProgress.ShowAsync("Taking in images", show => scope.Get<IngestAssetsCommand>().ExecuteAsync(
                        actor, versionId, UploadSource.Of(opened.Source), new Progress<IngestProgress>(progress => show(progress.Done, opened.Source.Paths.Count)), cancellation))
                    : null;
                if (files is not null && parsed.GetValue(imagesOnly))
                {
                    scope.Console.WriteLine($"Images taken in: {Summary(files)}");
                    Names("Could not be taken in", files.Failed.Select(failed => $"{failed.Name}: {failed.Message}"));
                    return files.Failed.Count == 0 ? ExitCode.Done : ExitCode.DoneWithLosses;
                }

                var report = await ConsoleProgress.ShowAsync(parsed.GetValue(dryRun) ? "Dry run" : "Importing", show =>
                {
                    var watch = new Progress<ImportProgress>(progress => show(progress.Images, progress.Total));
                    return parsed.GetValue(dryRun)
                        ? scope.Get<ImportQueries>().PreviewAsync(actor, versionId, opened.Source, request, watch, cancellation)
                        : scope.Get<ImportAnnotationsCommand>().ExecuteAsync(actor, versionId, opened.Source, request, watch, cancellation);
                });
                Print(report, files);
                if (parsed.GetValue(json) is { } file)
                {
                    await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new ImportJobReport(files, report), new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }), cancellation);
                }

                return report.ProblemCounts.Count + report.UnknownClasses.Count + report.MissingImages.Count + (files?.Failed.Count ?? 0) == 0 ? ExitCode.Done : ExitCode.DoneWithLosses;
            },
            cancellation));
        return new RootCommand { command }.Parse([Name, .. args]).InvokeAsync();
    }

    private static OpenedSource Open(string path) => File.Exists(path)
        ? OpenedSource.Of(new Dictionary<string, string> { [Path.GetFileName(path)] = path })
        : OpenedSource.OfFolder(path);

    private static void Print(ImportReport report, IngestReport? files)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        if (files is not null)
        {
            Row("images taken in", Summary(files));
        }

        Row("images found", $"{report.MatchedImages} of {report.Images}");
        Row("shapes", $"{report.Shapes}");
        Row("cut at the edge", $"{report.ClippedShapes}");
        Row("duplicates", $"{report.DuplicateShapes}");
        foreach (var item in report.Classes)
        {
            Row($"class {item.Name}", $"{item.Count} → {item.OntologyKey ?? "skipped"}");
        }

        foreach (var (code, count) in report.ProblemCounts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Row(code, $"{count}");
        }

        AnsiConsole.Write(table);
        Names("Unknown classes (map them with --map name=key)", report.UnknownClasses.Select(item => $"{item.Name} ({item.Count} shapes)"));
        Names("Named in the files, but not uploaded", report.MissingImages);
        Names("Annotated before and left as they are", report.KeptImages);
        Names("Problems", report.Problems.Select(problem => $"{problem.Source}: {problem.Message}"));

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    private static string Summary(IngestReport files) => $"{files.Added.Count} ({files.Duplicates.Count} duplicates, {files.Failed.Count} failed)";

    private static void Names(string title, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Count == 0)
        {
            return;
        }

        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{title}: {all.Count}[/]");
        foreach (var name in all.Take(Shown))
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  {name}");
        }
    }
}
