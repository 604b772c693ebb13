using System.Globalization;
using System.Text.Json;

namespace Platform.Core.Assets;

/// <summary>Frames of a video that are left out, as they are stored: <c>[3,7]</c>.</summary>
public static class ExcludedFrames
{
    public static IReadOnlyList<int> Parse(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<int>>(json)!;

    /// <returns>Ascending, each once; null without any, so that a video that has all its frames back is as if none had ever been left out.</returns>
    public static string? ToJson(IReadOnlyCollection<int> frames) =>
        frames.Count == 0 ? null : $"[{string.Join(',', frames.Distinct().Order().Select(frame => frame.ToString(CultureInfo.InvariantCulture)))}]";
}
