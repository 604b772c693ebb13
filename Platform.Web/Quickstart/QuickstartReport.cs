using System.Globalization;
using System.Text.Json;
using Platform.Training.Runs;
using Spectre.Console;

namespace Platform.Web.Quickstart;

/// <summary>Shows a quickstart's figures to people and to scripts.</summary>
internal static class QuickstartReport
{
    public static void Print(IAnsiConsole console, QuickstartResult result)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        Row("images", $"{result.Images} (train {result.TrainImages}, val {result.ValImages}, test {result.TestImages})");
        Row("boxes", $"{result.Boxes} ({result.SkippedBoxes} skipped)");
        Row("content hash", result.ContentSha256[..16] + "…");
        Row("epochs", $"{result.Epochs} in {TimeSpan.FromSeconds(result.TrainingSeconds):h\\:mm\\:ss}");
        Row("epoch", Number($"{result.EpochSecondsMean:0.0} s, {result.EpochOverStepTime:0.00} × its steps"));
        Row("speed", Number($"{result.ImagesPerSecond:0.0} images/s"));
        foreach (var (name, value) in result.Test)
        {
            Row($"test {name}", Number($"{value:0.000}"));
        }

        var parity = result.OnnxParity;
        Row("ONNX Runtime", Number($"{parity.MatchedCount} of {parity.ExpectedCount} boxes as libtorch, at most {parity.MaxBoxDifference:0.0e+0} px apart"));
        Row("auto-annotated", $"{result.AutoAnnotatedImages} images, {result.AutoAnnotatedBoxes} boxes");
        foreach (var artifact in result.Artifacts)
        {
            Row(artifact.Name, Number($"{artifact.SizeBytes / 1e6:0.0} MB  {artifact.Path}"));
        }

        console.WriteLine();
        console.Write(table);
        console.MarkupLineInterpolated($"Look at it: start the platform and open [bold]/projects/{result.ProjectId}[/].");

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    public static async Task WriteJsonAsync(FileInfo file, QuickstartResult result, CancellationToken cancellation)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, result, RunJson.Indented, cancellation);
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
