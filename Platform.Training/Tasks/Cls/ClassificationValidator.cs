using System.Globalization;
using System.Text.Json;
using Platform.Core.Datasets;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Runs;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Cls;

/// <summary>Runs a classifier over tagged images and counts how often it is right.</summary>
public sealed class ClassificationValidator : IClassValidator<Classifier>
{
    private const int LabelColour = 0xE69F00;

    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly IReadOnlyList<TrainingClass> _classes;
    private readonly OpenCvImageCodec _codec;
    private readonly int _imageSize;
    private readonly BatchLoader _loader;

    public ClassificationValidator(
        IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, DecodeCache cache, OpenCvImageCodec codec, int imageSize, int batchSize)
    {
        (_samples, _classes, _codec, _imageSize) = (samples, classes, codec, imageSize);
        _loader = new BatchLoader(samples, cache, new BatchLoaderOptions { BatchSize = batchSize, ImageSize = imageSize });
    }

    public int ImageCount => _samples.Count;

    public ValidationMetrics Evaluate(Classifier network, CancellationToken cancellationToken) => EvaluateClasses(network, cancellationToken).Metrics;

    public ClassValidation EvaluateClasses(Classifier network, CancellationToken cancellationToken)
    {
        var metrics = EvaluateFully(network, cancellationToken);
        return new ClassValidation(
            new ValidationMetrics
            {
                Score = metrics.Top1,
                Values = new Dictionary<string, double>
                {
                    ["top1"] = metrics.Top1, ["top5"] = metrics.Top5, ["precision"] = metrics.Precision, ["recall"] = metrics.Recall, ["f1"] = metrics.F1,
                },
            },
            [
                .. metrics.Classes.Where(item => item.Accuracy is not null)
                    .Select(item => new ClassFigures(item.ClassIndex, item.Accuracy!.Value, new Dictionary<string, double> { ["top1"] = item.Accuracy.Value })),
            ]);
    }

    /// <summary>C probabilities of each sample, in their order.</summary>
    public IReadOnlyList<float[]> Predict(Classifier network, int classCount, CancellationToken cancellationToken)
    {
        var (predictor, seen) = (new ClassifierPredictor(network, _imageSize), new float[_samples.Count][]);
        foreach (var batch in _loader.ReadEpoch(0, cancellationToken))
        {
            using (batch)
            {
                foreach (var (index, probabilities) in batch.SampleIndexes.Zip(predictor.Run(batch.Images.AsMemory(0, batch.ImageElements), batch.Count).Chunk(classCount)))
                {
                    seen[index] = probabilities;
                }
            }
        }

        return seen;
    }

    public TaskScores Score(Classifier network, CancellationToken cancellationToken) => Score(Look(network, cancellationToken));

    public TaskScores ScoreOutputs(INetworkRunner runner, CancellationToken cancellationToken) => Score(Look((planes, count) => runner.Run(planes.ToArray(), count)[0], cancellationToken));

    private TaskScores Score((List<(string Name, int Width, int Height)> Images, List<float[]> Probabilities, List<int[]> Tags) seen)
    {
        var (images, probabilities, tags) = seen;
        var metrics = ClassificationEvaluator.Evaluate(probabilities, tags, _classes.Count);
        var details = new ClassificationEvaluationDetails([.. _classes.Select(item => item.Key)], [.. _classes.Select(item => item.DisplayName)], metrics)
        {
            Worst = ClassificationEvaluator.Worst(images, probabilities, tags),
        };
        return new TaskScores(
            metrics.Top1, metrics.Top5, metrics.Precision, metrics.Recall, metrics.F1, JsonSerializer.Serialize(details, RunJson.Options),
            string.Create(CultureInfo.InvariantCulture, $"top-1 {metrics.Top1:0.000}, top-5 {metrics.Top5:0.000}"))
        {
            Within = chosen => Figures([.. Enumerable.Range(0, images.Count).Where(i => chosen(images[i].Name))]),
        };

        SliceFigures Figures(int[] some)
        {
            var slice = ClassificationEvaluator.Evaluate([.. some.Select(i => probabilities[i])], [.. some.Select(i => tags[i])], _classes.Count);
            return new SliceFigures(some.Length, some.Sum(i => tags[i].Length), slice.Top1, slice.Top5, slice.F1);
        }
    }

    /// <summary>Every figure; the network must be in eval mode.</summary>
    public ClassificationMetrics EvaluateFully(Classifier network, CancellationToken cancellationToken)
    {
        var (_, probabilities, tags) = Look(network, cancellationToken);
        return ClassificationEvaluator.Evaluate(probabilities, tags, _classes.Count);
    }

    public IReadOnlyList<SamplePrediction> DrawTruth(int count, CancellationToken cancellationToken)
    {
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var encoded = sample.ReadBytes();
            var size = _codec.Probe(encoded);
            drawn.Add(new SamplePrediction(sample.Id, BoxPainter.DrawToJpeg(
                _codec, encoded, [new PaintedBox(0, 0, size.Width, size.Height, LabelColour, string.Join(", ", sample.Tags.Select(tag => _classes[tag].DisplayName)))])));
        }

        return drawn;
    }

    public IReadOnlyList<SamplePrediction> DrawSamples(Classifier network, int count, CancellationToken cancellationToken)
    {
        var predictor = new ClassifierPredictor(network, _imageSize);
        var pixels = new float[3 * _imageSize * _imageSize];
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var encoded = sample.ReadBytes();
            var letterbox = NetworkInput.Fill(_codec, encoded, _imageSize, pixels);
            var probabilities = predictor.Run(pixels, 1);
            var best = Array.IndexOf(probabilities, probabilities.Max());
            var label = string.Create(CultureInfo.InvariantCulture, $"{_classes[best].DisplayName} {probabilities[best]:0.00}");
            drawn.Add(new SamplePrediction(sample.Id, BoxPainter.DrawToJpeg(
                _codec, encoded, [new PaintedBox(0, 0, letterbox.SourceWidth, letterbox.SourceHeight, LabelColour, label)])));
        }

        return drawn;
    }

    // Name and size in pixels, C probabilities and the tags of each image.
    private (List<(string Name, int Width, int Height)> Images, List<float[]> Probabilities, List<int[]> Tags) Look(Classifier network, CancellationToken cancellationToken) =>
        Look(new ClassifierPredictor(network, _imageSize).Run, cancellationToken);

    private (List<(string Name, int Width, int Height)> Images, List<float[]> Probabilities, List<int[]> Tags) Look(Func<ReadOnlyMemory<float>, int, float[]> run, CancellationToken cancellationToken)
    {
        var (images, probabilities, tags) = (new List<(string, int, int)>(), new List<float[]>(), new List<int[]>());
        foreach (var batch in _loader.ReadEpoch(0, cancellationToken))
        {
            using (batch)
            {
                probabilities.AddRange(run(batch.Images.AsMemory(0, batch.ImageElements), batch.Count).Chunk(_classes.Count));
                tags.AddRange(batch.Tags);
                images.AddRange(batch.SourceIds.Zip(batch.Letterboxes, (name, fit) => (name, fit.SourceWidth, fit.SourceHeight)));
            }
        }

        return (images, probabilities, tags);
    }
}
