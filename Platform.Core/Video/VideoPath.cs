namespace Platform.Core.Video;

/// <summary>File names of videos.</summary>
internal static class VideoPath
{
    private static readonly Dictionary<string, string> s_mediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = "video/mp4",
        [".m4v"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".mkv"] = "video/x-matroska",
        [".webm"] = "video/webm",
        [".avi"] = "video/x-msvideo",
    };

    public static bool IsVideo(string path) => s_mediaTypes.ContainsKey(Path.GetExtension(path));

    public static string MediaType(string path) => s_mediaTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
}
