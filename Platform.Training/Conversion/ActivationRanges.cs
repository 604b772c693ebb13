using Platform.Training.Export;
using Platform.Training.Export.Onnx;

namespace Platform.Training.Conversion;

/// <summary>Finds the ranges of a graph's values by running it in single precision on calibration images, one at a time, so that memory stays flat.</summary>
public static class ActivationRanges
{
    private const int Bins = 2048;

    /// <param name="graph">In single precision.</param>
    /// <param name="input">Size of its input in pixels.</param>
    /// <param name="images">Planes [3, H, W] of each image; read twice by percentile.</param>
    /// <param name="calibration">How.</param>
    /// <param name="advance">Told after each image.</param>
    /// <param name="cancellation">Checked before each image.</param>
    public static IReadOnlyDictionary<string, ValueRange> Find(
        OnnxGraphBuilder graph, (int Width, int Height) input, IReadOnlyList<Func<float[]>> images, CalibrationSpec calibration, Action advance, CancellationToken cancellation)
    {
        var names = Quantization.Measured(graph);
        using var runner = OnnxRunner.Open(WithOutputs(graph, names).ToFile(), input, names);
        var ranges = new ValueRange[names.Count];
        Each((value, values) => ranges[value] = Widen(ranges[value], values));
        if (calibration.Method == CalibrationMethod.Percentile)
        {
            var counts = ranges.Select(_ => new long[Bins]).ToArray();
            Each((value, values) => Count(counts[value], ranges[value], values));
            for (var value = 0; value < ranges.Length; value++)
            {
                ranges[value] = Cut(ranges[value], counts[value], calibration.Percentile / 100);
            }
        }

        return names.Select((name, value) => (name, ranges[value])).ToDictionary(pair => pair.name, pair => pair.Item2, StringComparer.Ordinal);

        void Each(Action<int, float[]> see)
        {
            foreach (var image in images)
            {
                cancellation.ThrowIfCancellationRequested();
                var outputs = runner.Run(image(), 1);
                for (var value = 0; value < outputs.Count; value++)
                {
                    see(value, outputs[value]);
                }

                advance();
            }
        }
    }

    /// <summary>The narrowest range, cut from both ends alike, in which that share of the counted values lies.</summary>
    internal static ValueRange Cut(ValueRange range, long[] counts, double share)
    {
        var excess = counts.Sum() * (1 - share) / 2;
        var width = (range.Max - range.Min) / counts.Length;
        return new ValueRange(range.Min + (width * Skipped(counts, excess)), range.Max - (width * Skipped([.. counts.Reverse()], excess)));
    }

    private static int Skipped(long[] counts, double excess)
    {
        var seen = 0L;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            seen += counts[bin];
            if (seen > excess)
            {
                return bin;
            }
        }

        return 0;
    }

    private static ValueRange Widen(ValueRange range, float[] values)
    {
        var (min, max) = (range.Min, range.Max);
        foreach (var value in values)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return new ValueRange(min, max);
    }

    private static void Count(long[] counts, ValueRange range, float[] values)
    {
        var perUnit = range.Max > range.Min ? counts.Length / (range.Max - range.Min) : 0;
        foreach (var value in values)
        {
            counts[Math.Clamp((int)((value - range.Min) * perUnit), 0, counts.Length - 1)]++;
        }
    }

    private static OnnxGraphBuilder WithOutputs(OnnxGraphBuilder graph, IReadOnlyList<string> names)
    {
        var result = graph.StartAgain();
        foreach (var node in graph.Nodes)
        {
            result.Take(graph, node);
        }

        foreach (var name in names)
        {
            result.Output(name, OnnxElementType.Float);
        }

        return result;
    }
}
