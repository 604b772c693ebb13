using System.Globalization;
using System.Text.Json;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Lets a network read lines whose text is known.</summary>
public sealed class LineValidator : ITaskValidator<LineRecognizer>
{
    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly IReadOnlyList<string> _charset;
    private readonly TrainingRecipe _recipe;
    private readonly OpenCvImageCodec _codec;
    private readonly BatchLoader _loader;

    /// <param name="samples">Lines.</param>
    /// <param name="charset">The symbols in the order of the network's outputs.</param>
    /// <param name="recipe">Input and batch size.</param>
    /// <param name="cache">Decoded lines.</param>
    /// <param name="codec">Encodes the sample pictures.</param>
    public LineValidator(IReadOnlyList<TrainingSample> samples, IReadOnlyList<string> charset, TrainingRecipe recipe, DecodeCache cache, OpenCvImageCodec codec)
    {
        (_samples, _charset, _recipe, _codec) = (samples, charset, recipe, codec);
        _loader = new BatchLoader(
            samples, new LineComposer(samples, cache, recipe), new BatchLoaderOptions { BatchSize = recipe.BatchSize, ImageSize = recipe.ImageSize, ImageHeight = recipe.InputHeight });
    }

    public int ImageCount => _samples.Count;

    public ValidationMetrics Evaluate(LineRecognizer network, CancellationToken cancellationToken)
    {
        var metrics = EvaluateFully(network, cancellationToken);
        return new ValidationMetrics
        {
            Score = metrics.CharacterAccuracy,
            Values = new Dictionary<string, double>
            {
                ["char_accuracy"] = metrics.CharacterAccuracy, ["line_accuracy"] = metrics.LineAccuracy, ["cer"] = metrics.Cer, ["wer"] = metrics.Wer,
                ["precision"] = metrics.Precision, ["recall"] = metrics.Recall, ["f1"] = metrics.F1,
            },
        };
    }

    public TaskScores Score(LineRecognizer network, CancellationToken cancellationToken) => Score(ReadAll(network, cancellationToken));

    public TaskScores ScoreOutputs(INetworkRunner runner, CancellationToken cancellationToken) =>
        Score(ReadAll((planes, count) => runner.Run(planes.ToArray(), count)[0], cancellationToken));

    private TaskScores Score(List<ReadLine> lines)
    {
        var metrics = LineEvaluator.Evaluate(lines, [.. _charset]);
        return new TaskScores(
            metrics.CharacterAccuracy, metrics.LineAccuracy, metrics.Precision, metrics.Recall, metrics.F1, JsonSerializer.Serialize(new LineEvaluationDetails(metrics), RunJson.Options),
            string.Create(CultureInfo.InvariantCulture, $"CER {metrics.Cer:0.000}, WER {metrics.Wer:0.000}, exact lines {metrics.LineAccuracy:0.000}"))
        {
            Within = chosen => Figures([.. lines.Where(line => chosen(line.Sample))]),
        };

        SliceFigures Figures(List<ReadLine> some)
        {
            var slice = LineEvaluator.Evaluate(some, [.. _charset]);
            var images = some.Select(line => SampleName.TryParse(line.Sample)?.AssetId).Distinct().Count();
            return new SliceFigures(images, some.Count, slice.CharacterAccuracy, slice.LineAccuracy, slice.F1);
        }
    }

    /// <summary>Every figure; the network must be in eval mode.</summary>
    public LineMetrics EvaluateFully(LineRecognizer network, CancellationToken cancellationToken) => LineEvaluator.Evaluate(ReadAll(network, cancellationToken), [.. _charset]);

    private List<ReadLine> ReadAll(LineRecognizer network, CancellationToken cancellationToken) =>
        ReadAll(new LinePredictor(network, _recipe.ImageSize, _recipe.InputHeight).Run, cancellationToken);

    private List<ReadLine> ReadAll(Func<ReadOnlyMemory<float>, int, float[]> run, CancellationToken cancellationToken)
    {
        var read = new List<ReadLine>();
        foreach (var batch in _loader.ReadEpoch(0, cancellationToken))
        {
            using (batch)
            {
                var probabilities = run(batch.Images.AsMemory(0, batch.ImageElements), batch.Count);
                read.AddRange(probabilities.Chunk(probabilities.Length / batch.Count).Select((line, i) => Read(_samples[batch.SampleIndexes[i]], line)));
            }
        }

        return read;
    }

    public IReadOnlyList<SamplePrediction> DrawSamples(LineRecognizer network, int count, CancellationToken cancellationToken)
    {
        var predictor = new LinePredictor(network, _recipe.ImageSize, _recipe.InputHeight);
        var pixels = new float[3 * _recipe.InputHeight * _recipe.ImageSize];
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var encoded = sample.ReadBytes();
            NetworkInput.Fill(_codec, encoded, _recipe.ImageSize, _recipe.InputHeight, pixels);
            var line = Read(sample, predictor.Run(pixels, 1));
            // The painter's letters are ASCII alone, so the text stands beside the picture.
            drawn.Add(new SamplePrediction(sample.Id, BoxPainter.DrawToJpeg(_codec, encoded, []))
            {
                Caption = string.Create(CultureInfo.InvariantCulture, $"{line.Truth} → {line.Read} ({line.Confidence:0.00})"),
            });
        }

        return drawn;
    }

    private ReadLine Read(TrainingSample sample, float[] probabilities)
    {
        var (text, confidence) = CtcDecoder.Greedy(probabilities, _charset);
        return new ReadLine(sample.Id, sample.Text, LineText.Normalize(text), confidence);
    }
}
