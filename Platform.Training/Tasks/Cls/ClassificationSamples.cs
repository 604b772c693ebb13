using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Tasks.Cls;

/// <summary>Makes a classifier's samples.</summary>
public static class ClassificationSamples
{
    /// <summary>The image with its tags; none where it has no tag, since nobody has said what it shows.</summary>
    /// <param name="image">With its tags.</param>
    /// <param name="path">Its file.</param>
    /// <param name="indexes">The network's class for each of the ontology, -1 for those it does not know.</param>
    public static IReadOnlyList<TrainingSample> OfTags(TrainingImage image, string path, int[] indexes)
    {
        int[] tags = [.. image.Shapes.Where(shape => shape.Geometry is TagGeometry).Select(shape => indexes[shape.ClassIndex]).Where(tag => tag >= 0).Distinct()];
        return tags.Length == 0 ? [] : [TrainingSample.FromFile(path, [], [], image.Name) with { Tags = tags }];
    }

    /// <summary>One sample a box: what is inside it. The image is decoded for each; the decoded crop is kept by the cache.</summary>
    public static IReadOnlyList<TrainingSample> OfBoxes(TrainingImage image, string path, int[] indexes, IImageCodec codec) =>
    [
        .. image.Boxes.Select((box, number) => (Box: box, Number: number)).Where(item => indexes[item.Box.ClassIndex] >= 0).Select(item => new TrainingSample(
            FormattableString.Invariant($"{image.Name}/{item.Number}"), () => Crop(codec, File.ReadAllBytes(path), item.Box), [], []) { Tags = [indexes[item.Box.ClassIndex]] }),
    ];

    /// <summary>The pixels that a box touches, as PNG.</summary>
    public static byte[] Crop(IImageCodec codec, ReadOnlySpan<byte> encoded, TrainingBox box)
    {
        var image = codec.DecodeRgb(encoded);
        var left = Math.Clamp((int)MathF.Floor(box.X), 0, image.Width - 1);
        var top = Math.Clamp((int)MathF.Floor(box.Y), 0, image.Height - 1);
        var right = Math.Clamp((int)MathF.Ceiling(box.X + box.Width), left + 1, image.Width);
        var bottom = Math.Clamp((int)MathF.Ceiling(box.Y + box.Height), top + 1, image.Height);
        var crop = RgbImage.Create(right - left, bottom - top);
        for (var y = top; y < bottom; y++)
        {
            image.Pixels.AsSpan(3 * ((y * image.Width) + left), 3 * crop.Width).CopyTo(crop.Pixels.AsSpan(3 * (y - top) * crop.Width));
        }

        return codec.Encode(crop, ImageFormat.Png);
    }
}
