using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Platform.Training.Runs.Events;

namespace Platform.Training.Runs;

/// <summary>Reads what the process and its machine are doing. Figures that a machine does not offer are 0 or left out.</summary>
internal sealed class MachineLoad(TimeProvider time)
{
    private const string NvidiaDriver = "/proc/driver/nvidia/version";
    private const long Mebibyte = 1L << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private long _askedAt = time.GetTimestamp();
    private TimeSpan _processTime = Process.GetCurrentProcess().TotalProcessorTime;
    private (long Busy, long Total) _machineTime = ReadMachineTime();
    private bool _hasNvidia = File.Exists(NvidiaDriver);

    public ResourcesMeasured Measure()
    {
        using var process = Process.GetCurrentProcess();
        var elapsed = time.GetElapsedTime(_askedAt).TotalSeconds;
        var processTime = process.TotalProcessorTime;
        var machineTime = ReadMachineTime();
        var processPercent = elapsed > 0 ? 100 * (processTime - _processTime).TotalSeconds / elapsed / Environment.ProcessorCount : 0;
        var total = machineTime.Total - _machineTime.Total;
        var machinePercent = total > 0 ? 100.0 * (machineTime.Busy - _machineTime.Busy) / total : 0;
        (_askedAt, _processTime, _machineTime) = (time.GetTimestamp(), processTime, machineTime);
        var (used, all) = ReadMemory();
        return new ResourcesMeasured(Math.Clamp(processPercent, 0, 100), Math.Clamp(machinePercent, 0, 100), process.WorkingSet64, used, all, ReadGpus());
    }

    // Sample of /proc/stat: "cpu  user nice system idle iowait irq softirq steal guest guest_nice".
    private static (long Busy, long Total) ReadMachineTime()
    {
        var first = TryReadLines("/proc/stat").FirstOrDefault(line => line.StartsWith("cpu ", StringComparison.Ordinal));
        var ticks = first?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0).ToList();
        return ticks is { Count: > 4 } ? (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum()) : (0, 0);
    }

    // Sample of /proc/meminfo: "MemTotal:       16384000 kB".
    private static (long Used, long All) ReadMemory()
    {
        var lines = TryReadLines("/proc/meminfo");
        var (all, free) = (Field("MemTotal:"), Field("MemAvailable:"));
        return (all - free, all);

        long Field(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..]
            && long.TryParse(kilobytes, CultureInfo.InvariantCulture, out var value) ? value * 1024 : 0;
    }

    private static string[] TryReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Sample of an answer: "0, 87, 6123, 81559", one line a card, memory in MiB.
    private IReadOnlyList<GpuLoad> ReadGpus()
    {
        if (!_hasNvidia)
        {
            return [];
        }

        try
        {
            using var asked = Process.Start(new ProcessStartInfo("nvidia-smi", "--query-gpu=index,utilization.gpu,memory.used,memory.total --format=csv,noheader,nounits")
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            });
            var answer = asked!.StandardOutput.ReadToEndAsync();
            if (!asked.WaitForExit(s_patience))
            {
                asked.Kill();
                return [];
            }

            return [.. answer.GetAwaiter().GetResult().Split('\n').Select(ToGpu).OfType<GpuLoad>()];
        }
        catch (Win32Exception)
        {
            // A driver without its tool: asking again would fail again.
            _hasNvidia = false;
            return [];
        }
    }

    private static GpuLoad? ToGpu(string line)
    {
        var values = line.Split(',', StringSplitOptions.TrimEntries).Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : (long?)null).ToList();
        return values is [{ } index, var utilization, { } used, { } total] ? new GpuLoad((int)index, utilization ?? 0, used * Mebibyte, total * Mebibyte) : null;
    }
}
