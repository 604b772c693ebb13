using System.CommandLine;
using Platform.Core.Interchange;
using Platform.Core.Shared;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Web.CommandLine;
using Platform.Web.Hosting;
using Spectre.Console;

namespace Platform.Web.Quickstart;

/// <summary>The command line of "quickstart".</summary>
public static class QuickstartCommandLine
{
    public const string Name = "quickstart";

    public static Task<int> RunAsync(string[] args)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Images with their annotations." };
        var project = new Option<string?>("--project") { Description = "Name of the new project; the folder's name and the time where left out." };
        var format = new Option<string?>("--format") { Description = "Annotation format; recognised when left out." };
        format.AcceptOnlyFromAmong("voc", "coco", "yolo");
        var epochs = new Option<int>("--epochs") { DefaultValueFactory = _ => 80, Description = "Passes over the training images." };
        var imageSize = new Option<int>("--image-size") { DefaultValueFactory = _ => 320, Description = "Side of the network input in pixels, a multiple of 32." };
        var batchSize = new Option<int>("--batch-size") { DefaultValueFactory = _ => 16, Description = "Images a step." };
        var size = new Option<DetectorSize>("--size") { DefaultValueFactory = _ => DetectorSize.Nano, Description = "Network: nano, tiny or small." };
        var precision = new Option<TrainingPrecision>("--precision") { Description = "single, or bfloat16 where the processor multiplies it in hardware." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 42, Description = "Same seed, same data, same losses." };
        var trainSplit = new Option<string>("--train-split") { DefaultValueFactory = _ => "train", Description = "train picks the best epoch on val; trainval trains on both." };
        trainSplit.AcceptOnlyFromAmong("train", "trainval");
        var database = new Option<string?>("--database") { Description = "sqlite, or a PostgreSQL connection string." };
        var json = new Option<FileInfo?>("--json") { Description = "Also writes the figures to this file." };
        var command = new RootCommand("Import a folder, freeze it, train a detector on it, score it, export it, and annotate the test images with it.")
        {
            folder, project, format, epochs, imageSize, batchSize, size, precision, seed, trainSplit, database, json,
        };
        command.SetAction((parsed, cancellation) => ExecuteAsync(
            new QuickstartOptions(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(format) is { } name ? EnumText<InterchangeFormat>.Parse(name) : null,
                parsed.GetValue(epochs), parsed.GetValue(imageSize), parsed.GetValue(batchSize), parsed.GetValue(size), parsed.GetValue(precision), parsed.GetValue(seed),
                parsed.GetValue(trainSplit) == "trainval", parsed.GetValue(database), parsed.GetValue(json)) { Project = parsed.GetValue(project) },
            cancellation));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> ExecuteAsync(QuickstartOptions options, CancellationToken cancellation)
    {
        try
        {
            await using var app = PlatformApplication.Build(DatabaseSettings.Of(options.Database));
            await app.PrepareAsync();
            var services = app.Services;
            services.GetRequiredService<Training.Runs.RunQueue>().Start(Training.Runs.TrainingDevices.Resolve(services.GetRequiredService<Training.Runs.RunOptions>().Devices));
            var result = await ActivatorUtilities.CreateInstance<QuickstartJob>(services, AnsiConsole.Console).ExecuteAsync(options, cancellation);
            QuickstartReport.Print(AnsiConsole.Console, result);
            if (options.JsonFile is { } file)
            {
                await QuickstartReport.WriteJsonAsync(file, result, cancellation);
            }

            return 0;
        }
        catch (Exception refused) when (refused is DomainRuleException or DataRootInUseException or Core.Data.DatabaseStartupException)
        {
            AnsiConsole.Write(new Text(refused.Message + Environment.NewLine, new Style(Color.Red)));
            return 1;
        }
        catch (OperationCanceledException)
        {
            AnsiConsole.MarkupLine("Stopped. What was imported and trained so far is kept: start the platform to look at it, or to resume the run.");
            return 130;
        }
    }
}
