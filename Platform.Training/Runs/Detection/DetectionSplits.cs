using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Training.Data;

namespace Platform.Training.Runs.Detection;

/// <summary>The samples that a detection run trains, validates and tests on.</summary>
/// <param name="Validation">Empty when the validation images are trained on: then no epoch is picked as best.</param>
public sealed record DetectionSplits(IReadOnlyList<DetectionSample> Train, IReadOnlyList<DetectionSample> Validation, IReadOnlyList<DetectionSample> Test)
{
    /// <summary>Brings every image to this machine and makes the samples.</summary>
    public static async Task<DetectionSplits> LoadAsync(TrainingData data, bool trainOnValidation, TrainingFiles files, CancellationToken cancellation)
    {
        var samples = new Dictionary<string, DetectionSample>(StringComparer.Ordinal);
        foreach (var image in data.Images)
        {
            var path = await files.GetPathAsync(image, cancellation).ConfigureAwait(false);
            samples[image.Name] = ToSample(image, path);
        }

        return new DetectionSplits(
            Of(trainOnValidation ? [SplitKind.Train, SplitKind.Val] : [SplitKind.Train]),
            trainOnValidation ? [] : Of([SplitKind.Val]),
            Of([SplitKind.Test]));

        IReadOnlyList<DetectionSample> Of(SplitKind[] splits) => [.. data.In(splits).Select(image => samples[image.Name])];
    }

    public static DetectionSample ToSample(TrainingImage image, string path) => DetectionSample.FromFile(
        path,
        [.. image.Boxes.SelectMany(box => new[] { box.X, box.Y, box.X + box.Width, box.Y + box.Height })],
        [.. image.Boxes.Select(box => box.ClassIndex)],
        image.Name);
}
