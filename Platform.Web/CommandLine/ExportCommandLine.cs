using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Commands;
using Platform.Core.Interchange.Export;
using Platform.Core.Interchange.Queries;
using Platform.Core.Interchange.Voc;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>The command line of "export": a version into a zip archive or a folder.</summary>
public static class ExportCommandLine
{
    public const string Name = "export";

    public static Task<int> RunAsync(string[] args, string[]? settings = null)
    {
        var version = new Argument<string>("VERSION") { Description = DatasetCommandLine.VersionHelp };
        var path = new Argument<string>("PATH") { Description = "A file that ends in .zip, or a new or empty folder." };
        var format = new Option<string>("--format") { DefaultValueFactory = _ => "coco", Description = "Format to write." };
        format.AcceptOnlyFromAmong([.. EnumText<InterchangeFormat>.All]);
        var noImages = new Option<bool>("--no-images") { Description = "Annotations only." };
        var task = new Option<string>("--yolo-task") { DefaultValueFactory = _ => "detect", Description = "What YOLO's rows hold: detect, segment or pose." };
        task.AcceptOnlyFromAmong([.. EnumText<YoloTask>.All]);
        var origin = new Option<string>("--voc-origin") { DefaultValueFactory = _ => "zero_based", Description = "How Pascal VOC's corners count." };
        origin.AcceptOnlyFromAmong([.. EnumText<VocOrigin>.All]);
        var plainRuns = new Option<bool>("--plain-runs") { Description = "COCO's run lengths as numbers." };
        var lossOnly = new Option<bool>("--loss") { Description = "Only report what the format cannot carry." };
        var database = DatabaseSettings.Option();
        var json = new Option<FileInfo?>("--json") { Description = "Also writes the loss report to this file." };
        var command = new Command(Name, "Export a version. Exit code 0: nothing is lost; 3: done, with the losses reported; 1: refused; 130: stopped.")
        {
            version, path, format, noImages, task, origin, plainRuns, lossOnly, database, json,
        };
        command.SetAction((parsed, cancellation) => CommandScope.RunAsync(
            AnsiConsole.Console,
            [.. DatabaseSettings.Of(parsed.GetValue(database)), .. settings ?? []],
            async scope =>
            {
                var actor = scope.Actor;
                var request = new ExportRequest(EnumText<InterchangeFormat>.Parse(parsed.GetValue(format)!), !parsed.GetValue(noImages))
                {
                    YoloTask = EnumText<YoloTask>.Parse(parsed.GetValue(task)!), VocOrigin = EnumText<VocOrigin>.Parse(parsed.GetValue(origin)!), PlainRuns = parsed.GetValue(plainRuns),
                };
                var versionId = await scope.Get<DatasetQueries>().FindVersionAsync(actor, parsed.GetRequiredValue(version), cancellation);
                var loss = await scope.Get<ExportQueries>().LossAsync(actor, versionId, request, cancellation);
                Print(loss);
                if (parsed.GetValue(json) is { } file)
                {
                    await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(loss, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }), cancellation);
                }

                if (!parsed.GetValue(lossOnly))
                {
                    var (export, audit) = (scope.Get<ExportVersionCommand>(), scope.Get<RecordAuditEntryCommand>());
                    await ConsoleProgress.ShowAsync("Exporting", show =>
                        WriteAsync(
                            parsed.GetRequiredValue(path),
                            async sink =>
                            {
                                await audit.OfDatasetVersionAsync(actor, AuditActions.DatasetVersionExported, versionId, cancellation, ("format", EnumText<InterchangeFormat>.ToText(request.Format)));
                                await export.ExecuteAsync(actor, versionId, request, sink, new Progress<ExportProgress>(progress => show(progress.Assets, progress.Total)), cancellation);
                            },
                            cancellation));
                }

                return loss.Losses.Count == 0 ? ExitCode.Done : ExitCode.DoneWithLosses;
            },
            cancellation));
        return new RootCommand { command }.Parse([Name, .. args]).InvokeAsync();
    }

    private static async Task<bool> WriteAsync(string path, Func<IExportSink, Task> write, CancellationToken cancellation)
    {
        if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            await DurableFile.WriteAsync(
                path,
                async stream =>
                {
                    await using var sink = new ZipExportSink(stream, Path.GetTempPath());
                    await write(sink);
                },
                cancellation);
            return true;
        }

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new DomainRuleException("export.folder_not_empty", $"The folder {path} is not empty. Name a new or empty one.", path);
        }

        await using var folder = new FolderExportSink(path);
        await write(folder);
        return true;
    }

    private static void Print(LossReport loss)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{loss.Images} images, {loss.Videos} videos, {loss.Shapes} shapes.");
        foreach (var item in loss.Losses)
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]  {item.Message}[/] {string.Join(", ", item.Examples)}");
        }

        if (loss.KeepsHash)
        {
            AnsiConsole.MarkupLine("Nothing is lost: imported elsewhere, the version freezes to the same content hash.");
        }
    }
}
