using System.Globalization;

namespace Platform.Training.Tasks;

/// <summary>What the name of a sample tells: its asset, and the frame of a video or the number of a box where it is only part of the asset.</summary>
/// <remarks>Samples: <c>0192…-…</c>, <c>0192…-…#17</c> for frame 17, <c>0192…-…/2</c> for the third box.</remarks>
public sealed record SampleName(Guid AssetId, int? Frame, int? Box)
{
    /// <summary>Null where the name is not that of an asset.</summary>
    public static SampleName? TryParse(string name)
    {
        var box = name.LastIndexOf('/');
        var image = box < 0 ? name : name[..box];
        var frame = image.IndexOf('#', StringComparison.Ordinal);
        return Guid.TryParse(frame < 0 ? image : image[..frame], out var asset)
            ? new SampleName(asset, frame < 0 ? null : Number(image[(frame + 1)..]), box < 0 ? null : Number(name[(box + 1)..]))
            : null;
    }

    /// <summary>The part of a sample's name that is its image's.</summary>
    public static string ImageOf(string name) => name.LastIndexOf('/') is var box and >= 0 ? name[..box] : name;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
