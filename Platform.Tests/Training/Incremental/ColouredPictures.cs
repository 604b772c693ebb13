using Platform.Core.Datasets;
using Platform.Core.Imaging;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;

namespace Platform.Tests.Training.Incremental;

/// <summary>Small pictures made by code: red, blue, green and yellow rectangles on a dark ground, each in a third of the picture of its own; what is shown and labelled is the caller's choice.</summary>
internal static class ColouredPictures
{
    public const int Side = 96;

    private const int Third = Side / 3;

    // Bright channels of each colour.
    private static readonly int[][] s_channels = [[0], [2], [1], [0, 1]];

    public static IReadOnlyList<TrainingClass> Classes { get; } = [.. new[] { "red", "blue" }.Select(key => new TrainingClass(Guid.CreateVersion7(), key, key, "#ffffff"))];

    /// <summary>Pictures that show some classes, with labels of some.</summary>
    public static IReadOnlyList<TrainingSample> Take(int first, int count, int[] shown, int[] labelled) => [.. Enumerable.Range(first, count).Select(number => Of(number, shown, labelled))];

    private static TrainingSample Of(int number, int[] shown, int[] labelled)
    {
        var boxes = Enumerable.Range(0, s_channels.Length).ToDictionary(index => index, index => BoxOf(number, index));
        return new TrainingSample(
            $"picture-{number}", () => Draw(number, shown, boxes),
            [.. labelled.SelectMany(index => new[] { boxes[index].Left, boxes[index].Top, boxes[index].Right, boxes[index].Bottom })], labelled);
    }

    // Which third a class stands in changes from picture to picture.
    private static PixelBox BoxOf(int number, int index)
    {
        var random = new SampleRandom(21, index, number);
        var (width, height) = (16 + random.NextIndex(12), 16 + random.NextIndex(28));
        var left = (((index + number) % 3) * Third) + random.NextIndex(Third - width);
        var top = random.NextIndex(Side - height);
        return new PixelBox(left, top, left + width, top + height);
    }

    private static byte[] Draw(int number, int[] shown, Dictionary<int, PixelBox> boxes)
    {
        var random = new SampleRandom(22, 0, number);
        var image = RgbImage.Create(Side, Side);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(30 + random.NextIndex(40));
        }

        foreach (var index in shown)
        {
            var bright = (byte)(170 + random.NextIndex(80));
            byte Of(int channel) => s_channels[index].Contains(channel) ? bright : (byte)40;
            TestImages.FillRectangle(image, (int)boxes[index].Left, (int)boxes[index].Top, (int)boxes[index].Right, (int)boxes[index].Bottom, Of(0), Of(1), Of(2));
        }

        return TestImages.Codec.Encode(image, ImageFormat.Png);
    }
}
