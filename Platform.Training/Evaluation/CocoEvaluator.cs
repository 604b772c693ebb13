namespace Platform.Training.Evaluation;

/// <summary>Evaluates detections exactly as COCO defines it, plus the figures a person reads: precision, recall, F1, curves, confusion.</summary>
public static class CocoEvaluator
{
    private const int RecallCount = 101;

    /// <summary>Evaluates all images at once. Pure and single-threaded; safe to call from several threads.</summary>
    /// <param name="images">Results in a fixed order: equal scores are ranked by it.</param>
    /// <param name="classCount">Number of classes of the ontology.</param>
    /// <param name="measure">How alike a detection and an object are; null compares boxes.</param>
    /// <param name="confusionConfidence">Confidence for the confusion matrix; null takes the best-F1 confidence.</param>
    public static DetectionMetrics Evaluate(IReadOnlyList<ImageResult> images, int classCount, OverlapMeasure? measure = null, double? confusionConfidence = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        measure ??= OverlapMeasure.Boxes;
        var records = ClassRecords.Split(images, classCount, measure.MaxDetections);
        var accumulated = Array.ConvertAll(records, item => ClassAccumulation.Of(item, measure));
        var present = Array.FindAll(accumulated, a => a.CountedTruth > 0);
        var curve = ConfidenceCurve.Mean(Array.ConvertAll(present, a => a.ConfidenceCurve));
        var best = curve.BestSample();
        var confidence = ConfidenceCurve.ConfidenceAt(best);
        return new DetectionMetrics
        {
            Map50To95 = MeanPrecision(accumulated, ClassAccumulation.AllAreas, 0, 10) ?? 0,
            Map50 = MeanPrecision(accumulated, ClassAccumulation.AllAreas, 0, 1) ?? 0,
            Map75 = MeanPrecision(accumulated, ClassAccumulation.AllAreas, 5, 1) ?? 0,
            MapSmall = MeanPrecision(accumulated, ClassAccumulation.Small, 0, 10),
            MapMedium = MeanPrecision(accumulated, ClassAccumulation.Medium, 0, 10),
            MapLarge = MeanPrecision(accumulated, ClassAccumulation.Large, 0, 10),
            RecallAt1 = MeanRecall(accumulated, ClassAccumulation.AtMost1),
            RecallAt10 = MeanRecall(accumulated, ClassAccumulation.AtMost10),
            RecallAt100 = MeanRecall(accumulated, ClassAccumulation.AllAreas),
            RecallSmall = MeanRecall(accumulated, ClassAccumulation.Small),
            RecallMedium = MeanRecall(accumulated, ClassAccumulation.Medium),
            RecallLarge = MeanRecall(accumulated, ClassAccumulation.Large),
            Precision = curve.Precision[best],
            Recall = curve.Recall[best],
            F1 = curve.F1[best],
            BestConfidence = confidence,
            ImageCount = images.Count,
            GroundTruthCount = accumulated.Sum(a => a.CountedTruth),
            DetectionCount = records.Sum(r => r.OfferedDetectionCount),
            Classes = [.. accumulated.Select((a, c) => OneClass(c, records[c], a, best))],
            ConfidenceCurve = curve,
            PrecisionRecallCurve = MeanCurve(present),
            Calibration = CalibrationOf(accumulated),
            ObjectsBySize = [.. new[] { ClassAccumulation.Small, ClassAccumulation.Medium, ClassAccumulation.Large }.Select(area => accumulated.Sum(a => a.CountedByArea[area]))],
            Confusion = ConfusionMatrix.Count(images, classCount, measure, confusionConfidence ?? confidence, .5),
        };
    }

    private static Calibration CalibrationOf(ClassAccumulation[] classes)
    {
        var tally = new CalibrationTally(CalibrationTally.DetectionMinimum);
        foreach (var accumulated in classes)
        {
            tally.Add(accumulated.Calibration);
        }

        return tally.Finish();
    }

    private static ClassMetrics OneClass(int classIndex, ClassRecords records, ClassAccumulation accumulated, int best)
    {
        ClassAccumulation[] alone = [accumulated];
        var precision = accumulated.Precision(ClassAccumulation.AllAreas);
        return new ClassMetrics
        {
            ClassIndex = classIndex,
            ImageCount = records.Segments.Count(s => HasObject(records, s)),
            GroundTruthCount = accumulated.CountedTruth,
            DetectionCount = records.OfferedDetectionCount,
            Ap50To95 = MeanPrecision(alone, ClassAccumulation.AllAreas, 0, 10),
            Ap50 = MeanPrecision(alone, ClassAccumulation.AllAreas, 0, 1),
            Ap75 = MeanPrecision(alone, ClassAccumulation.AllAreas, 5, 1),
            Precision = accumulated.ConfidenceCurve.Precision[best],
            Recall = accumulated.ConfidenceCurve.Recall[best],
            F1 = accumulated.ConfidenceCurve.F1[best],
            PrecisionRecallCurve = precision is null ? [] : precision[..RecallCount],
            ConfidenceCurve = accumulated.ConfidenceCurve,
        };
    }

    private static bool HasObject(ClassRecords records, ClassRecords.Segment segment)
    {
        for (var g = segment.TruthStart; g < segment.TruthStart + segment.TruthCount; g++)
        {
            if (records.Truth[g].Counts)
            {
                return true;
            }
        }

        return false;
    }

    // Mean over thresholds x recall points x classes that have ground truth in the setting.
    private static double? MeanPrecision(ClassAccumulation[] classes, int setting, int firstThreshold, int thresholds)
    {
        var (sum, count) = (0.0, 0);
        foreach (var accumulated in classes)
        {
            if (accumulated.Precision(setting) is { } precision)
            {
                foreach (var value in precision.AsSpan(firstThreshold * RecallCount, thresholds * RecallCount))
                {
                    sum += value;
                }

                count += thresholds * RecallCount;
            }
        }

        return count == 0 ? null : sum / count;
    }

    private static double? MeanRecall(ClassAccumulation[] classes, int setting)
    {
        var values = classes.Select(a => a.Recall(setting)).Where(r => r is not null).SelectMany(r => r!).ToList();
        return values.Count == 0 ? null : values.Average();
    }

    private static double[] MeanCurve(ClassAccumulation[] present)
    {
        if (present.Length == 0)
        {
            return [];
        }

        var mean = new double[RecallCount];
        foreach (var accumulated in present)
        {
            var precision = accumulated.Precision(ClassAccumulation.AllAreas)!;
            for (var r = 0; r < RecallCount; r++)
            {
                mean[r] += precision[r] / present.Length;
            }
        }

        return mean;
    }
}
