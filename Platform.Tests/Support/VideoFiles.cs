using System.Diagnostics;

namespace Platform.Tests.Support;

/// <summary>Videos made by ffmpeg whose every frame carries its number: ten bars, white where the bit is set, the lowest bit on the left.</summary>
public static class VideoFiles
{
    public const int Width = 160;
    public const int Height = 64;
    private const int Bits = 10;

    private static readonly Lazy<bool> s_hasFfmpeg = new(() => Exists("ffmpeg") && Exists("ffprobe"));

    /// <summary>Arguments of the encoder by the name of the kind; all hold 200 frames before anything is left out.</summary>
    public static IReadOnlyDictionary<string, string[]> Kinds { get; } = new Dictionary<string, string[]>
    {
        ["reordered.mp4"] = ["-c:v", "libx264", "-bf", "3", "-g", "40", "-x264-params", "open-gop=1"],
        ["reordered.mkv"] = ["-c:v", "libx264", "-bf", "3", "-g", "40", "-x264-params", "open-gop=1"],
        ["onegroup.mov"] = ["-c:v", "libx264", "-bf", "2", "-g", "1000", "-sc_threshold", "0"],
        ["hevc.mp4"] = ["-c:v", "libx265", "-x265-params", "log-level=error:bframes=4", "-g", "48"],
        ["variable.mp4"] = ["-vf", "select='not(mod(n,3))+lt(mod(n,11),4)'", "-fps_mode", "vfr", "-c:v", "libx264", "-bf", "2", "-g", "30"],
        ["vp8.webm"] = ["-c:v", "libvpx", "-auto-alt-ref", "1", "-lag-in-frames", "16", "-g", "50"],
        ["vp9.webm"] = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-g", "50"],
        ["timeless.avi"] = ["-c:v", "mpeg4", "-bf", "2"],
        ["stills.avi"] = ["-c:v", "mjpeg", "-q:v", "3"],
    };

    public static void Need() => Assert.SkipUnless(s_hasFfmpeg.Value, "ffmpeg is missing (apt-get install ffmpeg).");

    /// <summary>A video of one of <see cref="Kinds"/>.</summary>
    public static byte[] Make(string kind)
    {
        var bars = $"color=black:s={Width}x{Height}:r=25:d=8,format=yuv420p,geq=lum='if(mod(floor(N/pow(2,floor(X/{Width / Bits}))),2),235,16)':cb=128:cr=128";
        using var folder = new TemporaryFolder();
        Run(["-f", "lavfi", "-i", bars, .. Kinds[kind], folder[kind]]);
        return File.ReadAllBytes(folder[kind]);
    }

    /// <summary>Copies a video without encoding it again.</summary>
    public static byte[] Remux(byte[] video, string name, string[] before, string[] after)
    {
        using var folder = new TemporaryFolder();
        var source = folder.Write("source", video);
        Run([.. before, "-i", source, "-c", "copy", .. after, folder[name]]);
        return File.ReadAllBytes(folder[name]);
    }

    /// <summary>The frame numbers that a whole decode of the video shows, in order: what every other way must agree with.</summary>
    public static int[] NumbersOf(byte[] video)
    {
        using var folder = new TemporaryFolder();
        return Read(folder, ["-i", folder.Write("source", video), "-map", "0:V:0"]);
    }

    /// <summary>The numbers that encoded images show.</summary>
    public static int[] NumbersOn(IEnumerable<byte[]> images)
    {
        using var folder = new TemporaryFolder();
        return Read(folder, ["-f", "image2pipe", "-c:v", "mjpeg", "-i", folder.Write("images", [.. images.SelectMany(image => image)])]);
    }

    /// <summary>One frame's pixels, as 8-bit RGB, of a whole decode.</summary>
    public static byte[] PixelsOf(string path, int frame, int width, int height)
    {
        using var folder = new TemporaryFolder();
        Run(["-i", path, "-map", "0:V:0", "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo", folder["pixels"]]);
        return [.. File.ReadAllBytes(folder["pixels"]).Skip(frame * width * height * 3).Take(width * height * 3)];
    }

    /// <summary>A file of any content ffmpeg can write, by its arguments.</summary>
    public static byte[] Write(string name, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Run([.. arguments, folder[name]]);
        return File.ReadAllBytes(folder[name]);
    }

    private static int[] Read(TemporaryFolder folder, string[] input)
    {
        Run([.. input, "-fps_mode", "passthrough", "-pix_fmt", "gray", "-f", "rawvideo", folder["pixels"]]);
        return [.. File.ReadAllBytes(folder["pixels"]).Chunk(Width * Height).Select(NumberOf)];
    }

    private static int NumberOf(byte[] pixels)
    {
        const int BarWidth = Width / Bits;
        return Enumerable.Range(0, Bits).Where(bit => pixels[(Height / 2 * Width) + (bit * BarWidth) + (BarWidth / 2)] > 127).Sum(bit => 1 << bit);
    }

    private static bool Exists(string program)
    {
        try
        {
            return Start(program, ["-version"]) == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(IEnumerable<string> arguments) => Start("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]).Should().Be(0);

    private static int Start(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardError.ReadToEnd();
        output.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode;
    }
}
