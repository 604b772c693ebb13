using System.Globalization;
using System.Text.Json;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;
using Platform.Training.Runs;
using Platform.Training.Scoring.Commands;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>What "evaluate" does once the platform is open. It trains nothing, so it may work beside a running platform.</summary>
internal static class EvaluateJob
{
    public static async Task<int> ExecuteAsync(CommandScope scope, string model, string dataset, SplitKind split, bool json, CancellationToken cancellation)
    {
        var modelVersion = await TrainNames.FindModelVersionAsync(scope, model, cancellation);
        var version = await scope.Get<DatasetQueries>().FindVersionAsync(scope.Actor, dataset, cancellation);
        var evaluate = scope.Get<EvaluateModelCommand>();
        var evaluation = new ModelEvaluation(Ids.New(TimeProvider.System), modelVersion, version, split);
        var scores = json
            ? await evaluate.ExecuteAsync(scope.Actor, evaluation, null, cancellation)
            : await scope.Console.Status().StartAsync("Scoring", _ => evaluate.ExecuteAsync(scope.Actor, evaluation, null, cancellation));
        if (json)
        {
            scope.Console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(
                new { evaluationId = evaluation.Id, modelVersionId = modelVersion, datasetVersionId = version, split, scores.Lenient, scores.Strict, scores.Precision, scores.Recall, f1Score = scores.F1 }, RunJson.Indented));
        }
        else
        {
            scope.Console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{EnumText<SplitKind>.ToText(split)}: {scores.Summary}, precision {scores.Precision:0.000}, recall {scores.Recall:0.000}, F1 {scores.F1:0.000}");
        }

        return ExitCode.Done;
    }
}
