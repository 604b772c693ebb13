using System.Diagnostics;
using System.Globalization;

namespace InterchangeBench;

/// <summary>A process that is watched until it ends: how long it took and the most memory it held, which the kernel keeps count of.</summary>
/// <param name="PeakMegabytes">Resident at most, shared libraries included, in 10⁶ bytes.</param>
internal sealed record ConsoleRun(int ExitCode, double Seconds, double PeakMegabytes, string Output)
{
    public static async Task<ConsoleRun> ExecuteAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0.0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, HighWaterMegabytes(process.Id));
            await Task.Delay(10);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new ConsoleRun(process.ExitCode, Math.Round(seconds, 2), Math.Round(peak, 1), await output + await errors);
    }

    // Sample: "VmHWM:	  188416 kB"; gone with the process.
    private static double HighWaterMegabytes(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
