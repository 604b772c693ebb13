using Platform.Core.Datasets;
using Platform.Training.Data;
using Platform.Training.Evaluation;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Seg;

/// <summary>Runs a segmenter over labelled images and measures its masks the COCO way, in pixels of the full-size images.</summary>
public sealed class SegmentationValidator : IClassValidator<Segmenter>
{
    /// <summary>As many as count: mixing masks that nobody looks at takes most of the time.</summary>
    private static readonly DetectionThresholds s_thresholds = DetectionThresholds.Evaluation with { MaxDetections = CocoParameters.MaxDetections };

    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly IReadOnlyList<TrainingClass> _classes;
    private readonly OpenCvImageCodec _codec;
    private readonly int _imageSize;
    private readonly BatchLoader _loader;

    public SegmentationValidator(
        IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, DecodeCache cache, OpenCvImageCodec codec, int imageSize, int batchSize)
    {
        (_samples, _classes, _codec, _imageSize) = (samples, classes, codec, imageSize);
        _loader = new BatchLoader(samples, cache, new BatchLoaderOptions { BatchSize = batchSize, ImageSize = imageSize });
    }

    public int ImageCount => _samples.Count;

    public ValidationMetrics Evaluate(Segmenter network, CancellationToken cancellationToken) => EvaluateClasses(network, cancellationToken).Metrics;

    public ClassValidation EvaluateClasses(Segmenter network, CancellationToken cancellationToken)
    {
        var results = Results(network, cancellationToken);
        var masks = DetectionScoring.ToValidation(CocoEvaluator.Evaluate(results, _classes.Count, OverlapMeasure.Masks));
        var boxes = CocoEvaluator.Evaluate(results, _classes.Count, OverlapMeasure.Boxes);
        return masks with
        {
            Metrics = masks.Metrics with { Values = new Dictionary<string, double>(masks.Metrics.Values) { ["box_mAP50"] = boxes.Map50, ["box_mAP50_95"] = boxes.Map50To95 } },
        };
    }

    /// <summary>Objects of every image, in pixels of the full-size image.</summary>
    public IEnumerable<(int Sample, LetterboxTransform Letterbox, IReadOnlyList<Instance> Found)> Predict(Segmenter network, DetectionThresholds thresholds, CancellationToken cancellationToken)
    {
        using var predictor = new SegmenterPredictor(network, _imageSize);
        foreach (var predicted in Predict(predictor.Run, thresholds, cancellationToken))
        {
            yield return predicted;
        }
    }

    public TaskScores Score(Segmenter network, CancellationToken cancellationToken) =>
        DetectionScoring.Score(Results(network, cancellationToken), _classes, OverlapMeasure.Masks, "mask ");

    public TaskScores ScoreOutputs(INetworkRunner runner, CancellationToken cancellationToken) => DetectionScoring.Score(
        Results((planes, count) => Raw(runner.Run(planes.ToArray(), count), count), cancellationToken), _classes, OverlapMeasure.Masks, "mask ");

    public IReadOnlyList<SamplePrediction> DrawTruth(int count, CancellationToken cancellationToken)
    {
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var objects = sample.Masks.Select((mask, i) => new Instance(
                new Detection(sample.Classes[i], 1, (float)mask.Bounds.Left, (float)mask.Bounds.Top, (float)mask.Bounds.Right, (float)mask.Bounds.Bottom), mask));
            drawn.Add(new SamplePrediction(sample.Id, InstancePainter.DrawToJpeg(_codec, sample.ReadBytes(), [.. objects], [.. _classes.Select(item => item.DisplayName)], withScores: false)));
        }

        return drawn;
    }

    public IReadOnlyList<SamplePrediction> DrawSamples(Segmenter network, int count, CancellationToken cancellationToken)
    {
        using var predictor = new SegmenterPredictor(network, _imageSize);
        var pixels = new float[3 * _imageSize * _imageSize];
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var encoded = sample.ReadBytes();
            var letterbox = NetworkInput.Fill(_codec, encoded, _imageSize, pixels);
            var found = InstanceSelection.Select(predictor.Run(pixels, 1), 0, letterbox, DetectionThresholds.Display);
            drawn.Add(new SamplePrediction(sample.Id, InstancePainter.DrawToJpeg(_codec, encoded, found, [.. _classes.Select(item => item.DisplayName)])));
        }

        return drawn;
    }

    private List<ImageResult> Results(Segmenter network, CancellationToken cancellationToken)
    {
        using var predictor = new SegmenterPredictor(network, _imageSize);
        return Results(predictor.Run, cancellationToken);
    }

    private SegmenterRawOutput Raw(IReadOnlyList<float[]> outputs, int count) => new(new DetectorRawOutput(outputs[0], outputs[1], count, _classes.Count), outputs[2], outputs[3]);

    private List<ImageResult> Results(Func<ReadOnlyMemory<float>, int, SegmenterRawOutput> run, CancellationToken cancellationToken)
    {
        var results = new List<ImageResult>();
        foreach (var (sample, letterbox, found) in Predict(run, s_thresholds, cancellationToken))
        {
            results.Add(new ImageResult(TruthOf(_samples[sample]), [.. found.Select(ToDetected)])
            {
                Name = _samples[sample].Id, Width = letterbox.SourceWidth, Height = letterbox.SourceHeight,
            });
        }

        return results;
    }

    private IEnumerable<(int Sample, LetterboxTransform Letterbox, IReadOnlyList<Instance> Found)> Predict(
        Func<ReadOnlyMemory<float>, int, SegmenterRawOutput> run, DetectionThresholds thresholds, CancellationToken cancellationToken)
    {
        foreach (var batch in _loader.ReadEpoch(0, cancellationToken))
        {
            using (batch)
            {
                var output = run(batch.Images.AsMemory(0, batch.ImageElements), batch.Count);
                for (var i = 0; i < batch.Count; i++)
                {
                    yield return (batch.SampleIndexes[i], batch.Letterboxes[i], InstanceSelection.Select(output, i, batch.Letterboxes[i], thresholds));
                }
            }
        }
    }

    private static List<GroundTruthBox> TruthOf(TrainingSample sample) =>
        [.. sample.Masks.Select((mask, i) => new GroundTruthBox(sample.Classes[i], ToCoco(mask.Bounds), Area: mask.Area, Shape: mask))];

    private static DetectedBox ToDetected(Instance found) => new(
        found.Object.ClassIndex, found.Object.Score, CocoBox.FromCorners(found.Object.X1, found.Object.Y1, found.Object.X2, found.Object.Y2), found.Mask.Area, found.Mask);

    private static CocoBox ToCoco(PixelBox box) => CocoBox.FromCorners(box.Left, box.Top, box.Right, box.Bottom);
}
