using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Runs;
using Platform.Training.Tasks;

namespace Platform.Training.Scoring;

/// <summary>Divides scored images into slices that people know them by, so that a weakness shows where it is.</summary>
public sealed class ImageSlices(OpenCvImageCodec codec)
{
    /// <summary>Slices of a kind that are kept, the largest first.</summary>
    public const int Kept = 20;

    // Large enough for a mean, small enough that decoding costs little.
    private const int LookSide = 64;

    // Thirds of fewer images say nothing.
    private const int FewestImages = 9;

    /// <summary>The scores, with those of each slice and the mapping of classes among their details.</summary>
    /// <param name="scores">Of the samples.</param>
    /// <param name="mapping">Null where none was needed.</param>
    /// <param name="data">Holds the samples.</param>
    /// <param name="samples">Those that were scored.</param>
    /// <param name="cancellation">Takes effect between two images.</param>
    public TaskScores Describe(TaskScores scores, ClassMapping? mapping, TaskData data, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var details = JsonNode.Parse(scores.Details)!.AsObject();
        details["context"] = JsonSerializer.SerializeToNode(new EvaluationContext(mapping, Score(Of(data, samples, cancellation), scores)), RunJson.Options);
        return scores with { Details = details.ToJsonString(RunJson.Options) };
    }

    /// <summary>Slices that hold some of the samples' images and not all of them.</summary>
    public IReadOnlyList<ImageSlice> Of(TaskData data, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var scored = samples.Select(sample => SampleName.TryParse(sample.Id)?.AssetId).ToHashSet();
        var images = data.Images.Where(image => scored.Contains(image.AssetId)).DistinctBy(image => image.AssetId).ToList();
        var byTag = images.SelectMany(image => image.Tags.Select(tag => (tag, image.AssetId))).ToLookup(pair => pair.tag, pair => pair.AssetId);
        var byFolder = images.ToLookup(image => FolderOf(image.FileName), image => image.AssetId);
        return
        [
            .. Largest(SliceKind.Tag, byTag, images.Count),
            .. Largest(SliceKind.Folder, byFolder, images.Count),
            .. Thirds(samples, cancellation),
        ];
    }

    /// <summary>Scores each slice with what the network found already.</summary>
    public static IReadOnlyList<SliceScore> Score(IReadOnlyList<ImageSlice> slices, TaskScores scores) => scores.Within is not { } within ? [] :
    [
        .. slices.Select(slice =>
        {
            var figures = within(name => SampleName.TryParse(name) is { } sample && slice.Images.Contains(sample.AssetId));
            return new SliceScore(slice.Kind, slice.Name, figures.ImageCount, figures.ObjectCount, figures.Lenient, figures.Strict, figures.F1);
        }),
    ];

    private static IEnumerable<ImageSlice> Largest(SliceKind kind, ILookup<string, Guid> groups, int imageCount) => groups
        .Select(group => new ImageSlice(kind, group.Key, group.ToHashSet()))
        .Where(slice => slice.Images.Count < imageCount)
        .OrderByDescending(slice => slice.Images.Count).ThenBy(slice => slice.Name, StringComparer.Ordinal)
        .Take(Kept);

    private IEnumerable<ImageSlice> Thirds(IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var seen = new Dictionary<Guid, double>();
        foreach (var sample in samples)
        {
            cancellation.ThrowIfCancellationRequested();
            if (SampleName.TryParse(sample.Id) is { } name && !seen.ContainsKey(name.AssetId))
            {
                seen[name.AssetId] = BrightnessOf(codec.DecodeRgb(sample.ReadBytes(), LookSide));
            }
        }

        var ordered = seen.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key).ToList();
        return ordered.Count < FewestImages ? [] : ordered.Chunk((ordered.Count + 2) / 3).Select(third => new ImageSlice(
            SliceKind.Brightness, string.Create(CultureInfo.InvariantCulture, $"{third[0].Value:0}-{third[^1].Value:0}"), third.Select(pair => pair.Key).ToHashSet()));
    }

    private static string FolderOf(string fileName)
    {
        var end = fileName.LastIndexOf('/');
        return end < 0 ? "/" : fileName[..end];
    }

    // Luma of ITU-R BT.601, 0 to 255.
    private static double BrightnessOf(RgbImage image)
    {
        var sum = 0L;
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            sum += (299 * image.Pixels[i]) + (587 * image.Pixels[i + 1]) + (114 * image.Pixels[i + 2]);
        }

        return sum / 1000.0 / (image.Width * image.Height);
    }
}
