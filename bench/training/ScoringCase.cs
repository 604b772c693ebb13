using System.Diagnostics;
using Platform.Training.Evaluation;

namespace TrainingBench;

/// <summary>Scoring of a validation set of COCO's size, on one thread: 80 classes, about 7 objects and as many detections an image as COCO takes at most.</summary>
internal static class ScoringCase
{
    private const int Classes = 80;

    public static void Run(Report report, int images, int detectionsOfImage)
    {
        var random = new Random(3);
        CocoBox Box() => new(random.NextDouble() * 500, random.NextDouble() * 400, 8 + (random.NextDouble() * 130), 8 + (random.NextDouble() * 130));
        var results = Enumerable.Range(0, images).Select(_ =>
        {
            var truths = Enumerable.Range(0, random.Next(1, 14)).Select(_ => new GroundTruthBox(random.Next(Classes), Box())).ToList();
            var detections = Enumerable.Range(0, detectionsOfImage).Select(i =>
                i < truths.Count * 3 ? Near(truths[i % truths.Count], random) : new DetectedBox(random.Next(Classes), random.NextDouble(), Box())).ToList();
            return new ImageResult(truths, detections);
        }).ToList();

        var started = Stopwatch.GetTimestamp();
        CocoEvaluator.Evaluate(results, Classes);
        report.Add("scoringImages", "count", images);
        report.Add("scoringDetections", "count", images * detectionsOfImage);
        report.Add("scoring", "s", Stopwatch.GetElapsedTime(started).TotalSeconds, goalAtMost: 10);
    }

    private static DetectedBox Near(GroundTruthBox truth, Random random)
    {
        double Shift() => (random.NextDouble() - 0.5) * 12;
        var box = truth.Box;
        return new DetectedBox(truth.ClassIndex, random.NextDouble(), new CocoBox(box.X + Shift(), box.Y + Shift(), box.Width + Shift(), box.Height + Shift()));
    }
}
