using System.Text.Json;

namespace InterchangeBench;

/// <summary>What others need to read and write the same COCO files: Python's own JSON reader, and pycocotools where it is installed.</summary>
internal static class Peers
{
    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "peers.py");

    /// <summary>Adds the peers' figures, one process a task so that each has its own memory; nothing where there is no Python.</summary>
    public static async Task MeasureAsync(Report report, string prefix, string file, string folder)
    {
        foreach (var peer in new[] { "json", "pycocotools" })
        {
            ConsoleRun run;
            try
            {
                run = await ConsoleRun.ExecuteAsync("python3", [s_script, peer, file, Path.Combine(folder, $"{peer}.json")]);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Console.Error.WriteLine("There is no python3: nothing is measured beside the platform.");
                return;
            }

            if (run.ExitCode != 0)
            {
                Console.Error.WriteLine($"{peer} was not measured: {run.Output.Trim().Split('\n')[^1]}");
                continue;
            }

            foreach (var figure in JsonElement.Parse(run.Output).EnumerateObject())
            {
                report.Add($"{prefix}{char.ToUpperInvariant(peer[0])}{peer[1..]}{figure.Name}", figure.Value.GetDouble());
            }

            report.Add($"{prefix}{char.ToUpperInvariant(peer[0])}{peer[1..]}PeakMegabytes", run.PeakMegabytes);
        }
    }
}
