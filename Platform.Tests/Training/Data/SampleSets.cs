using Platform.Core.Imaging;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;

namespace Platform.Tests.Training.Data;

/// <summary>Small labelled sets in memory: a bright rectangle on a dark image, one a sample.</summary>
internal static class SampleSets
{
    public static IReadOnlyList<TrainingSample> Rectangles(int count, int width = 200, int height = 150) =>
        [.. Enumerable.Range(0, count).Select(i => Rectangle(i, width, height, 20 + (i % 7 * 12), 16 + (i % 5 * 14), 60, 48))];

    public static TrainingSample Rectangle(int index, int width, int height, int left, int top, int boxWidth, int boxHeight)
    {
        var image = TestImages.Filled(width, height, 0, 0, 0);
        TestImages.FillRectangle(image, left, top, left + boxWidth, top + boxHeight, 250, 250, 250);
        var bytes = TestImages.Codec.Encode(image, ImageFormat.Png);
        return new TrainingSample($"rectangle-{index}", () => bytes, [left, top, left + boxWidth, top + boxHeight], [index % 3]);
    }

    /// <summary>The smallest box around pixels of a [3, size, size] plane set that are nearly white.</summary>
    public static PixelBox BrightArea(ReadOnlySpan<float> planes, int size, float threshold = 0.5f)
    {
        var normalization = PixelNormalization.ImageNet;
        var (left, top, right, bottom) = (size, size, 0, 0);
        for (var i = 0; i < size * size; i++)
        {
            var value = (planes[i] - normalization.Offset(0)) / (normalization.Scale(0) * 255);
            if (value > threshold)
            {
                var (x, y) = (i % size, i / size);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        return new PixelBox(left, top, right, bottom);
    }
}
