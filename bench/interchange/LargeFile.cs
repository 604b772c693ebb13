namespace InterchangeBench;

/// <summary>A COCO file of a gigabyte through <c>./run.sh import</c>, in a process of its own each time: what it needs is not mixed with what ran before.</summary>
internal static class LargeFile
{
    public static async Task MeasureAsync(Report report, BenchVersion bench, string versionName, int images, int megabytes)
    {
        var path = bench.Folder("large/instances_train.json");
        CocoFileWriter.WriteMegabytes(path, images, megabytes);
        report.Add("largeFileMegabytes", Math.Round(new FileInfo(path).Length / 1e6));
        await MeasureAsync(report, bench, "largeFileDryRun", versionName, "--dry-run");
        await MeasureAsync(report, bench, "largeFileImport", versionName);
        await Peers.MeasureAsync(report, "largeFilePeer", path, bench.Folder("."));
    }

    private static async Task MeasureAsync(Report report, BenchVersion bench, string key, string versionName, params string[] options)
    {
        var json = bench.Folder($"{key}.json");
        var run = await bench.RunConsoleAsync(["import", versionName, bench.Folder("large"), "--json", json, .. options]);
        if (run.ExitCode is not 0 and not 3)
        {
            throw new InvalidOperationException(run.Output);
        }

        report.Add($"{key}Shapes", System.Text.Json.JsonElement.Parse(await File.ReadAllTextAsync(json)).GetProperty("annotations").GetProperty("shapes").GetDouble());
        report.Add($"{key}Seconds", run.Seconds);
        report.Add($"{key}PeakProcessMegabytes", run.PeakMegabytes);
    }
}
