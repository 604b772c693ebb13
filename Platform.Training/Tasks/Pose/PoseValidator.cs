using System.Globalization;
using Platform.Core.Datasets;
using Platform.Training.Data;
using Platform.Training.Evaluation;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Pose;

/// <summary>Runs a pose network over labelled images and measures its skeletons the COCO way, in pixels of the full-size images.</summary>
public sealed class PoseValidator : IClassValidator<PoseNetwork>
{
    private const float PointSide = 4;

    /// <summary>Colours of the drawn classes, told apart by people with common colour blindness; repeated beyond eight classes.</summary>
    private static readonly int[] s_colours = [0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0xFFFFFF];

    private static readonly OverlapMeasure s_measure = new KeypointOverlap(_ => KeypointLoss.Sigma);

    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly IReadOnlyList<TrainingClass> _classes;
    private readonly IReadOnlyList<int> _keypointCounts;
    private readonly OpenCvImageCodec _codec;
    private readonly int _imageSize;
    private readonly BatchLoader _loader;

    public PoseValidator(
        IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, DecodeCache cache, OpenCvImageCodec codec, int imageSize, int batchSize)
    {
        (_samples, _classes, _codec, _imageSize) = (samples, classes, codec, imageSize);
        _keypointCounts = PoseSamples.CountsOf(classes);
        _loader = new BatchLoader(samples, cache, new BatchLoaderOptions { BatchSize = batchSize, ImageSize = imageSize });
    }

    public int ImageCount => _samples.Count;

    public ValidationMetrics Evaluate(PoseNetwork network, CancellationToken cancellationToken) => EvaluateClasses(network, cancellationToken).Metrics;

    public ClassValidation EvaluateClasses(PoseNetwork network, CancellationToken cancellationToken) => DetectionScoring.ToValidation(EvaluateFully(network, cancellationToken));

    /// <summary>Objects of every image, in pixels of the full-size image.</summary>
    public IEnumerable<(int Sample, LetterboxTransform Letterbox, IReadOnlyList<FoundPose> Found)> Predict(PoseNetwork network, DetectionThresholds thresholds, CancellationToken cancellationToken)
    {
        using var predictor = new PosePredictor(network, _imageSize);
        foreach (var predicted in Predict(predictor.Run, thresholds, cancellationToken))
        {
            yield return predicted;
        }
    }

    public TaskScores Score(PoseNetwork network, CancellationToken cancellationToken) =>
        DetectionScoring.Score(Results(network, cancellationToken), _classes, s_measure, "keypoint ");

    public TaskScores ScoreOutputs(INetworkRunner runner, CancellationToken cancellationToken) => DetectionScoring.Score(
        Results((planes, count) => Raw(runner.Run(planes.ToArray(), count), count), cancellationToken), _classes, s_measure, "keypoint ");

    /// <summary>Every figure and curve; the network must be in eval mode.</summary>
    public DetectionMetrics EvaluateFully(PoseNetwork network, CancellationToken cancellationToken) =>
        CocoEvaluator.Evaluate(Results(network, cancellationToken), _classes.Count, s_measure);

    public IReadOnlyList<SamplePrediction> DrawTruth(int count, CancellationToken cancellationToken)
    {
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            drawn.Add(new SamplePrediction(sample.Id, BoxPainter.DrawToJpeg(_codec, sample.ReadBytes(), [.. TruthOf(sample).SelectMany(item => ToPainted(
                item.ClassIndex, item.Box, (float[])item.Shape!, visible => visible > 0, _classes[item.ClassIndex].DisplayName))])));
        }

        return drawn;
    }

    public IReadOnlyList<SamplePrediction> DrawSamples(PoseNetwork network, int count, CancellationToken cancellationToken)
    {
        using var predictor = new PosePredictor(network, _imageSize);
        var pixels = new float[3 * _imageSize * _imageSize];
        var drawn = new List<SamplePrediction>();
        foreach (var sample in SampleChoice.Spread(_samples, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var encoded = sample.ReadBytes();
            var letterbox = NetworkInput.Fill(_codec, encoded, _imageSize, pixels);
            var found = predictor.Run(pixels, 1).Select(0, letterbox, DetectionThresholds.Display, _keypointCounts);
            drawn.Add(new SamplePrediction(sample.Id, BoxPainter.DrawToJpeg(_codec, encoded, [.. found.SelectMany(ToPainted)])));
        }

        return drawn;
    }

    private List<ImageResult> Results(PoseNetwork network, CancellationToken cancellationToken)
    {
        using var predictor = new PosePredictor(network, _imageSize);
        return Results(predictor.Run, cancellationToken);
    }

    private PoseRawOutput Raw(IReadOnlyList<float[]> outputs, int count) => new(new DetectorRawOutput(outputs[0], outputs[1], count, _classes.Count), outputs[2], outputs[3]);

    private List<ImageResult> Results(Func<ReadOnlyMemory<float>, int, PoseRawOutput> run, CancellationToken cancellationToken)
    {
        var results = new List<ImageResult>();
        foreach (var (sample, letterbox, found) in Predict(run, DetectionThresholds.Evaluation, cancellationToken))
        {
            results.Add(new ImageResult(TruthOf(_samples[sample]), [.. found.Select(ToDetected)])
            {
                Name = _samples[sample].Id, Width = letterbox.SourceWidth, Height = letterbox.SourceHeight,
            });
        }

        return results;
    }

    private IEnumerable<(int Sample, LetterboxTransform Letterbox, IReadOnlyList<FoundPose> Found)> Predict(
        Func<ReadOnlyMemory<float>, int, PoseRawOutput> run, DetectionThresholds thresholds, CancellationToken cancellationToken)
    {
        foreach (var batch in _loader.ReadEpoch(0, cancellationToken))
        {
            using (batch)
            {
                var output = run(batch.Images.AsMemory(0, batch.ImageElements), batch.Count);
                for (var i = 0; i < batch.Count; i++)
                {
                    yield return (batch.SampleIndexes[i], batch.Letterboxes[i], output.Select(i, batch.Letterboxes[i], thresholds, _keypointCounts));
                }
            }
        }
    }

    private static List<GroundTruthBox> TruthOf(TrainingSample sample)
    {
        var boxes = sample.Boxes;
        return [.. sample.Keypoints.Select((keypoints, i) => new GroundTruthBox(
            sample.Classes[i], CocoBox.FromCorners(boxes[4 * i], boxes[(4 * i) + 1], boxes[(4 * i) + 2], boxes[(4 * i) + 3]), Shape: keypoints.Points,
            IsIgnored: Enumerable.Range(0, keypoints.Points.Length / 3).All(k => keypoints.Points[(3 * k) + 2] <= 0)))];
    }

    // COCO gives a detected skeleton the area of the box around its points.
    private static DetectedBox ToDetected(FoundPose found)
    {
        var (x, y) = (found.Points.Where((_, i) => i % 3 == 0).ToList(), found.Points.Where((_, i) => i % 3 == 1).ToList());
        var box = found.Object;
        return new DetectedBox(box.ClassIndex, box.Score, CocoBox.FromCorners(box.X1, box.Y1, box.X2, box.Y2), (x.Max() - x.Min()) * (y.Max() - y.Min()), found.Points);
    }

    private IEnumerable<PaintedBox> ToPainted(FoundPose found) => ToPainted(
        found.Object.ClassIndex, CocoBox.FromCorners(found.Object.X1, found.Object.Y1, found.Object.X2, found.Object.Y2), found.Points, PoseRawOutput.IsPresent,
        string.Create(CultureInfo.InvariantCulture, $"{_classes[found.Object.ClassIndex].DisplayName} {found.Object.Score:0.00}"));

    // The box, and a dot for each point that is there.
    private static IEnumerable<PaintedBox> ToPainted(int classIndex, CocoBox box, float[] points, Func<float, bool> isPresent, string label)
    {
        var colour = s_colours[classIndex % s_colours.Length];
        yield return new PaintedBox((float)box.X, (float)box.Y, (float)(box.X + box.Width), (float)(box.Y + box.Height), colour, label, Thickness: 1);
        foreach (var point in points.Chunk(3).Where(point => isPresent(point[2])))
        {
            yield return new PaintedBox(point[0] - (PointSide / 2), point[1] - (PointSide / 2), point[0] + (PointSide / 2), point[1] + (PointSide / 2), colour);
        }
    }
}
