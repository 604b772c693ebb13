using System.Globalization;
using Platform.Core.Datasets;
using Platform.Training.Data;
using Platform.Training.Evaluation;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Models;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Det;

/// <summary>Runs a network over labelled images and measures it the COCO way, in pixels of the full-size images.</summary>
public sealed class DetectionValidator : IClassValidator<Detector>
{
    /// <summary>Colours of the drawn classes, told apart by people with common colour blindness; repeated beyond eight classes.</summary>
    private static readonly int[] s_colours = [0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0xFFFFFF];

    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly IReadOnlyList<TrainingClass> _classes;
    private readonly OpenCvImageCodec _codec;
    private readonly int _imageSize;
    private readonly BatchLoader _loader;

    public DetectionValidator(
        IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, DecodeCache cache, OpenCvImageCodec codec, int imageSize, int batchSize)
    {
        (_samples, _classes, _codec, _imageSize) = (samples, classes, codec, imageSize);
        _loader = new BatchLoader(samples, cache, new BatchLoaderOptions { BatchSize = batchSize, ImageSize = imageSize });
    }

    public int ImageCount => _samples.Count;

    public ValidationMetrics Evaluate(Detector network, CancellationToken cancellationToken) => EvaluateClasses(network, cancellationToken).Metrics;

    public ClassValidation EvaluateClasses(Detector network, CancellationToken cancellationToken) => DetectionScoring.ToValidation(EvaluateFully(network, cancellationToken));

    public TaskScores Score(Detector network, CancellationToken cancellationToken) => DetectionScoring.Score(Results(network, cancellationToken), _classes, OverlapMeasure.Boxes);

    public TaskScores ScoreOutputs(INetworkRunner runner, CancellationToken cancellationToken) => DetectionScoring.Score(
        ToResults(Predict((planes, count) => Raw(runner.Run(planes.ToArray(), count), count), DetectionThresholds.Evaluation, cancellationToken)), _classes, OverlapMeasure.Boxes);

    /// <summary>Every figure and curve; the network must be in eval mode.</summary>
    public DetectionMetrics EvaluateFully(Detector network, CancellationToken cancellationToken) => CocoEvaluator.Evaluate(Results(network, cancellationToken), _classes.Count);

    /// <summary>Detections of every image in the order of the samples, in pixels of the full-size image.</summary>
    public IEnumerable<(int Sample, LetterboxTransform Letterbox, IReadOnlyList<Detection> Detections)> Predict(
        Detector network, DetectionThresholds thresholds, CancellationToken cancellationToken)
    {
        using var predictor = new DetectorPredictor(network, _imageSize);
        foreach (var predicted in Predict(predictor.Run, thresholds, cancellationToken))
        {
            yield return predicted;
        }
    }

    private IEnumerable<(int Sample, LetterboxTransform Letterbox, IReadOnlyList<Detection> Detections)> Predict(
        Func<ReadOnlyMemory<float>, int, DetectorRawOutput> run, DetectionThresholds thresholds, CancellationToken cancellationToken)
    {
        foreach (var batch in _loader.ReadEpoch(0, cancellationToken))
        {
            using (batch)
            {
                var output = run(batch.Images.AsMemory(0, batch.ImageElements), batch.Count);
                for (var i = 0; i < batch.Count; i++)
                {
                    yield return (batch.SampleIndexes[i], batch.Letterboxes[i], ToSource(output.Select(i, thresholds), batch.Letterboxes[i]));
                }
            }
        }
    }

    public IReadOnlyList<SamplePrediction> DrawTruth(int count, CancellationToken cancellationToken)
    {
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            drawn.Add(new SamplePrediction(sample.Id, BoxPainter.DrawToJpeg(_codec, sample.ReadBytes(), [.. sample.Classes.Select((classIndex, i) => new PaintedBox(
                sample.Boxes[4 * i], sample.Boxes[(4 * i) + 1], sample.Boxes[(4 * i) + 2], sample.Boxes[(4 * i) + 3], s_colours[classIndex % s_colours.Length], _classes[classIndex].DisplayName))])));
        }

        return drawn;
    }

    public IReadOnlyList<SamplePrediction> DrawSamples(Detector network, int count, CancellationToken cancellationToken)
    {
        using var predictor = new DetectorPredictor(network, _imageSize);
        var pixels = new float[3 * _imageSize * _imageSize];
        var drawn = new List<SamplePrediction>();

        // Spread over the set: neighbours are often frames of one scene.
        for (var i = 0; i < Math.Min(count, _samples.Count); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sample = _samples[(int)((long)i * _samples.Count / Math.Min(count, _samples.Count))];
            var encoded = sample.ReadBytes();
            var letterbox = NetworkInput.Fill(_codec, encoded, _imageSize, pixels);
            var detections = ToSource(predictor.Predict(pixels, 1, DetectionThresholds.Display)[0], letterbox);
            drawn.Add(new SamplePrediction(sample.Id, BoxPainter.DrawToJpeg(_codec, encoded, [.. detections.Select(ToPainted)])));
        }

        return drawn;
    }

    private List<ImageResult> Results(Detector network, CancellationToken cancellationToken) => ToResults(Predict(network, DetectionThresholds.Evaluation, cancellationToken));

    private DetectorRawOutput Raw(IReadOnlyList<float[]> outputs, int count) => new(outputs[0], outputs[1], count, _classes.Count);

    private List<ImageResult> ToResults(IEnumerable<(int Sample, LetterboxTransform Letterbox, IReadOnlyList<Detection> Detections)> predictions) =>
    [
        .. predictions.Select(predicted => new ImageResult(TruthOf(_samples[predicted.Sample]), [.. predicted.Detections.Select(ToDetected)])
        {
            Name = _samples[predicted.Sample].Id, Width = predicted.Letterbox.SourceWidth, Height = predicted.Letterbox.SourceHeight,
        }),
    ];

    private static List<Detection> ToSource(List<Detection> detections, LetterboxTransform letterbox)
    {
        var mapped = new List<Detection>(detections.Count);
        foreach (var detection in detections)
        {
            var box = letterbox.ToSource(new PixelBox(detection.X1, detection.Y1, detection.X2, detection.Y2));
            if (box.Area > 0)
            {
                mapped.Add(detection with { X1 = (float)box.Left, Y1 = (float)box.Top, X2 = (float)box.Right, Y2 = (float)box.Bottom });
            }
        }

        return mapped;
    }

    private static List<GroundTruthBox> TruthOf(TrainingSample sample)
    {
        var boxes = sample.Boxes;
        return [.. sample.Classes.Select((classIndex, i) => new GroundTruthBox(
            classIndex, CocoBox.FromCorners(boxes[4 * i], boxes[(4 * i) + 1], boxes[(4 * i) + 2], boxes[(4 * i) + 3])))];
    }

    private static DetectedBox ToDetected(Detection detection) => new(
        detection.ClassIndex, detection.Score, CocoBox.FromCorners(detection.X1, detection.Y1, detection.X2, detection.Y2));

    private PaintedBox ToPainted(Detection detection) => new(
        detection.X1, detection.Y1, detection.X2, detection.Y2, s_colours[detection.ClassIndex % s_colours.Length],
        string.Create(CultureInfo.InvariantCulture, $"{_classes[detection.ClassIndex].DisplayName} {detection.Score:0.00}"));
}
