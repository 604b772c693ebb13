using System.Globalization;
using System.Text.Json;

namespace Platform.Core.Video;

/// <summary>The header of a file's first video track as ffprobe prints it.</summary>
/// <param name="Width">Pixels as stored.</param>
/// <param name="Height">Pixels as stored.</param>
/// <param name="IsTurned">Whether the file asks to be shown turned by a quarter.</param>
/// <param name="AverageFps">Null where the file does not say.</param>
internal sealed record VideoHeader(
    string Codec, int Width, int Height, bool IsTurned, int TimeBaseNumerator, int TimeBaseDenominator, double? AverageFps, double? DurationSeconds)
{
    private const int CodecLength = 50;
    private const double MaxFps = 1000;

    /// <param name="json">Sample: {"streams":[{"codec_name":"h264","width":160,"avg_frame_rate":"30000/1001","time_base":"1/12800","side_data_list":[{"rotation":90}]}],"format":{…}}.</param>
    /// <returns>Null where there is no video track.</returns>
    public static VideoHeader? Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0)
        {
            return null;
        }

        var stream = streams[0];
        var codec = Text(stream, "codec_name") ?? "unknown";
        var timeBase = Ratio(Text(stream, "time_base"));
        var fps = Ratio(Text(stream, "avg_frame_rate")) is { Numerator: > 0, Denominator: > 0 } rate ? rate.Numerator / (double)rate.Denominator : 0;
        return new VideoHeader(
            codec[..Math.Min(codec.Length, CodecLength)], Number(stream, "width"), Number(stream, "height"), IsQuarterTurn(stream), timeBase.Numerator, timeBase.Denominator,
            fps is > 0 and <= MaxFps ? fps : null, Seconds(Text(stream, "duration")) ?? (document.RootElement.TryGetProperty("format", out var format) ? Seconds(Text(format, "duration")) : null));
    }

    // Samples: 90, -90, 270; other angles, which ffmpeg keeps inside the same frame, count as unturned.
    private static bool IsQuarterTurn(JsonElement stream)
    {
        const double ToleranceDegrees = 1;
        if (!stream.TryGetProperty("side_data_list", out var list))
        {
            return false;
        }

        var rotation = list.EnumerateArray().Select(data => data.TryGetProperty("rotation", out var value) && value.TryGetDouble(out var degrees) ? degrees : 0).FirstOrDefault(degrees => degrees != 0);
        return Math.Abs((Math.Abs(rotation) % 180) - 90) < ToleranceDegrees;
    }

    private static (int Numerator, int Denominator) Ratio(string? text)
    {
        var parts = (text ?? "").Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var numerator) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var denominator)
            ? (numerator, denominator)
            : (0, 0);
    }

    private static double? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && seconds > 0 ? seconds : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
