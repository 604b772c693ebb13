using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Audit.Model;
using Platform.Core.Datasets.Commands;
using Platform.Tests.Support;
using Platform.Tests.Web.Host;
using Platform.Web.CommandLine;

namespace Platform.Tests.Web.CommandLine;

/// <summary>Annotations in and out from the command line: what is written, and how it ends.</summary>
public sealed class InterchangeCommandLineTests
{
    private const string Name = "Lab project/Images/v1";

    [Theory, EveryDatabase]
    public async Task Version_ExportedAndImported_EndsAsTheReportsSay(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using (var host = PlatformHost.On(database))
        {
            await host.InitializeAsync();
            await host.SetUpAsync();
        }

        var seed = await Seed.AddAsync(database, "Lab");
        await new CreateDraftVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Version.Id, "v2", TestContext.Current.CancellationToken);
        using var folder = new TemporaryFolder();
        var (files, report) = (Path.Combine(folder.Path, "coco"), Path.Combine(folder.Path, "report.json"));
        string[] settings =
        [
            "--Platform:DataRoot", Path.Combine(folder.Path, "data"), "--Database:Provider", engine == DatabaseEngine.Postgres ? "postgres" : "sqlite", "--Database:ConnectionString", database.ConnectionString,
        ];

        (await ExportCommandLine.RunAsync([Name, files, "--no-images"], settings)).Should().Be(ExitCode.Done);
        Directory.GetFiles(Path.Combine(files, "annotations")).Should().ContainSingle(file => file.EndsWith(".json", StringComparison.Ordinal));
        (await ExportCommandLine.RunAsync([Name, files, "--no-images"], settings)).Should().Be(ExitCode.Refused, "the folder is not empty");
        (await ExportCommandLine.RunAsync(["Lab project/Images/v9", files], settings)).Should().Be(ExitCode.Refused);
        await using (var db = database.Open())
        {
            (await db.AuditEntries.CountAsync(entry => entry.Action == AuditActions.DatasetVersionExported, TestContext.Current.CancellationToken)).Should().Be(1, "what left the platform is on record");
        }

        (await ImportCommandLine.RunAsync(["Lab project/Images/v2", files, "--existing", "replace", "--json", report], settings)).Should().Be(ExitCode.Done);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        written.RootElement.GetProperty("annotations").GetProperty("shapes").GetInt32().Should().Be(1);
        (await ImportCommandLine.RunAsync(["Lab project/Images/v2", files, "--dry-run", "--map", "cell="], settings)).Should().Be(ExitCode.Done, "a class that is skipped on purpose is no problem");
        (await ImportCommandLine.RunAsync(["Lab project/Images/v2", Path.Combine(folder.Path, "missing")], settings)).Should().Be(ExitCode.Refused);
        (await DatasetCommandLine.RunAsync(["diff", Name, "Lab project/Images"], Spectre.Console.AnsiConsole.Console, settings)).Should().Be(ExitCode.Done);
    }
}
