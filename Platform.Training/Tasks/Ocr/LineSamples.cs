using Platform.Core.Datasets;
using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Makes lines out of boxes with a text.</summary>
public static class LineSamples
{
    /// <summary>Boxes of an image that carry text, with their place among all of its boxes.</summary>
    /// <param name="image">With its boxes.</param>
    /// <param name="data">Whose classes the boxes have.</param>
    /// <param name="attribute">Name of the text attribute.</param>
    public static IEnumerable<(int Number, TrainingBox Box, string Text)> TextsOf(TrainingImage image, TrainingData data, string attribute) => image.Boxes
        .Select((box, number) => (Number: number, Box: box, Text: data.Classes[box.ClassIndex].HasText(attribute) ? LineText.Of(box.Attributes, attribute) : ""))
        .Where(line => line.Text.Length > 0);

    /// <summary>One sample a box with a text. The image is decoded for each; the decoded crop is kept by the cache.</summary>
    /// <param name="image">With its boxes.</param>
    /// <param name="data">Whose classes the boxes have.</param>
    /// <param name="attribute">Name of the text attribute.</param>
    /// <param name="path">The image's file.</param>
    /// <param name="indexes">Place of each symbol that the network can say.</param>
    /// <param name="codec">Cuts the boxes out.</param>
    public static IReadOnlyList<TrainingSample> OfBoxes(
        TrainingImage image, TrainingData data, string attribute, string path, IReadOnlyDictionary<string, int> indexes, IImageCodec codec) =>
    [
        .. TextsOf(image, data, attribute).Select(line => new TrainingSample(
            FormattableString.Invariant($"{image.Name}/{line.Number}"), () => BoxCrop.Cut(codec, File.ReadAllBytes(path), line.Box), [], [])
        {
            Text = line.Text,
            Tags = [.. LineText.Symbols(line.Text).Where(indexes.ContainsKey).Select(symbol => indexes[symbol])],
        }),
    ];
}
