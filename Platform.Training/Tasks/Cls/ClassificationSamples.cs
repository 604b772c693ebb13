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
    /// <param name="keepsUntold">Whether an image without a tag stays all the same, for a parent to name.</param>
    public static IReadOnlyList<TrainingSample> OfTags(TrainingImage image, string path, int[] indexes, bool keepsUntold = false)
    {
        int[] tags = [.. image.Shapes.Where(shape => shape.Geometry is TagGeometry).Select(shape => indexes[shape.ClassIndex]).Where(tag => tag >= 0).Distinct()];
        return tags.Length == 0 && !keepsUntold ? [] : [TrainingSample.FromFile(path, [], [], image.Name) with { Tags = tags, IsUntold = tags.Length == 0 }];
    }

    /// <summary>One sample a box: what is inside it. The image is decoded for each; the decoded crop is kept by the cache.</summary>
    public static IReadOnlyList<TrainingSample> OfBoxes(TrainingImage image, string path, int[] indexes, IImageCodec codec) =>
    [
        .. image.Boxes.Select((box, number) => (Box: box, Number: number)).Where(item => indexes[item.Box.ClassIndex] >= 0).Select(item => new TrainingSample(
            FormattableString.Invariant($"{image.Name}/{item.Number}"), () => BoxCrop.Cut(codec, File.ReadAllBytes(path), item.Box), [], []) { Tags = [indexes[item.Box.ClassIndex]] }),
    ];
}
