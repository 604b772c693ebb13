using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Conversion;
using Platform.Training.Conversion.Commands;
using Platform.Training.Runs;
using Platform.Web.Endpoints;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>"convert": a model version in another format, by the same command as the pages. It trains nothing, so it may work beside a running platform.</summary>
public static class ConvertCommandLine
{
    public const string Name = "convert";

    public static Task<int> RunAsync(string[] args) => RunAsync(args, AnsiConsole.Console);

    /// <summary>The exit code: see <see cref="ExitCode"/>; 1 also for a command line that cannot be read.</summary>
    public static Task<int> RunAsync(string[] args, IAnsiConsole console, string[]? settings = null)
    {
        var model = new Argument<string>("MODEL_VERSION") { Description = TrainNames.ModelHelp };
        var format = new Option<string>("--format") { DefaultValueFactory = _ => "onnx", Description = "What to make." };
        format.AcceptOnlyFromAmong([.. EnumText<ArtifactFormat>.All.Where(name => name != "ckpt")]);
        var precision = new Option<string>("--precision") { DefaultValueFactory = _ => "fp32", Description = "fp32, fp16 or int8." };
        precision.AcceptOnlyFromAmong("fp32", "fp16", "int8");
        var nms = new Option<bool>("--nms") { Description = "Put non-maximum suppression into the graph of a detector." };
        var score = new Option<float?>("--score") { Description = "Score threshold of the suppression in the graph." };
        var iou = new Option<float?>("--iou") { Description = "Overlap threshold of the suppression in the graph." };
        var images = new Option<int?>("--calibration-images") { Description = "Images of the train split that int8 is calibrated on." };
        var method = new Option<string?>("--calibration") { Description = "How int8 finds the ranges of its values." };
        method.AcceptOnlyFromAmong([.. EnumText<CalibrationMethod>.All]);
        var percentile = new Option<double?>("--percentile") { Description = "Share of the values that fit, in percent." };
        var output = new Option<FileInfo?>("--output") { Description = "Copy the file to here as well." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON and nothing else." };
        var database = DatabaseSettings.Option();
        var root = new RootCommand("Convert a registered model version, compare the file with its network, and register it. The same conversion once more finds the first.")
        {
            model, format, precision, nms, score, iou, images, method, percentile, output, json, database,
        };
        root.SetAction((parsed, cancellation) => CommandScope.RunAsync(
            console,
            [.. DatabaseSettings.Of(parsed.GetValue(database)), .. settings ?? []],
            scope => ConvertAsync(
                scope,
                parsed.GetRequiredValue(model),
                new NewConversion(
                    parsed.GetValue(format)!, parsed.GetValue(precision)!, parsed.GetValue(nms), parsed.GetValue(score), parsed.GetValue(iou), parsed.GetValue(images), parsed.GetValue(method), parsed.GetValue(percentile)).ToSpec(),
                parsed.GetValue(output),
                parsed.GetValue(json),
                cancellation),
            cancellation,
            besideServer: true));
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> ConvertAsync(CommandScope scope, string model, ConversionSpec spec, FileInfo? output, bool json, CancellationToken cancellation)
    {
        var versionId = await TrainNames.FindModelVersionAsync(scope, model, cancellation);
        var parent = Path.Combine(scope.Get<ConversionOptions>().Root, ".console");
        DeleteAbandoned(parent);
        var folder = Path.Combine(parent, Ids.New(TimeProvider.System).ToString());
        try
        {
            var convert = scope.Get<ConvertModelCommand>();
            var outcome = json
                ? await convert.ExecuteAsync(scope.Actor, versionId, spec, folder, null, cancellation)
                : await scope.Console.Status().StartAsync("Converting", status => convert.ExecuteAsync(scope.Actor, versionId, spec, folder, new Shown(status), cancellation));
            var artifact = await scope.Get<ModelQueries>().GetArtifactAsync(scope.Actor, outcome.ArtifactId, cancellation);
            if (output is not null)
            {
                File.Copy(await scope.Get<BlobCache>().GetPathAsync(artifact.StorageUri, artifact.Sha256, cancellation), output.FullName, overwrite: true);
            }

            Tell(scope, artifact, outcome, json);
            return ExitCode.Done;
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // Of consoles that were killed; no conversion takes a day.
    private static void DeleteAbandoned(string parent)
    {
        foreach (var folder in Directory.Exists(parent) ? Directory.GetDirectories(parent) : [])
        {
            if (Directory.GetCreationTimeUtc(folder) < TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static void Tell(CommandScope scope, ArtifactView artifact, ConversionOutcome outcome, bool json)
    {
        var facts = ArtifactFacts.Read(artifact.Compat);
        if (json)
        {
            scope.Console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(
                new
                {
                    artifactId = artifact.Id, wasThere = outcome.WasThere, name = artifact.Name, sizeBytes = artifact.SizeBytes, sha256 = artifact.Sha256, opset = artifact.Opset, irVersion = artifact.IrVersion, facts,
                },
                RunJson.Indented));
            return;
        }

        scope.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{artifact.Id}  {artifact.Name}  {artifact.SizeBytes / 1e6:0.0} MB  {artifact.Sha256[..12]}{(outcome.WasThere ? "  (made before)" : "")}"));
        if (facts.LargestDifference is { } difference)
        {
            scope.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Largest difference to the network on {facts.ImageCount} images: {difference:0.0e+0}"));
        }

        if (facts.Accuracy is { } accuracy)
        {
            scope.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{accuracy.Score} on {accuracy.Images} images of {accuracy.Split}: {accuracy.Before:0.000} before, {accuracy.After:0.000} after"));
        }
    }

    private sealed class Shown(StatusContext status) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value) => status.Status = string.Create(
            CultureInfo.InvariantCulture, $"Converting: {EnumText<ConversionStep>.ToText(value.Step)}{(value.Total > 0 ? $", {value.Done} of {value.Total} images" : "")}");
    }
}
