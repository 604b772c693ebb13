using Microsoft.EntityFrameworkCore;
using Platform.Tests.Support;
using Platform.Tests.Web.Host;
using Platform.Web.CommandLine;
using Spectre.Console;

namespace Platform.Tests.Web.CommandLine;

/// <summary>Dataset versions from the command line: what it prints, and how it ends.</summary>
public sealed class DatasetCommandLineTests
{
    private const string Name = "Lab project/Images/v1";

    [Theory, EveryDatabase]
    public async Task Commands_OnAVersion_EndAsTheySay(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using (var host = PlatformHost.On(database))
        {
            await host.InitializeAsync();
            await host.SetUpAsync();
        }

        var seed = await Seed.AddAsync(database, "Lab");

        using var folder = new TemporaryFolder();
        async Task<(int Code, string Text)> Run(params string[] args)
        {
            using var output = new StringWriter();
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
            console.Profile.Width = 400;
            var provider = engine == DatabaseEngine.Postgres ? "postgres" : "sqlite";
            var code = await DatasetCommandLine.RunAsync(args, console, ["--Platform:DataRoot", folder.Path, "--Database:Provider", provider, "--Database:ConnectionString", database.ConnectionString]);
            return (code, output.ToString().Trim());
        }

        (await Run("verify", Name)).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("draft"));
        (await Run("split", Name, "--train", "1", "--val", "0", "--test", "0", "--keep-together", "folder", "--stratify")).Should().Be((ExitCode.Done, "train 1, val 0, test 0"));
        (await Run("split", Name, "--train", "1")).Code.Should().Be(ExitCode.Refused);
        (await Run("freeze", Name)).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("--freeze-ontology"));
        var frozen = await Run("freeze", Name, "--freeze-ontology");
        frozen.Code.Should().Be(ExitCode.Done);
        frozen.Text.Should().HaveLength(64);
        (await Run("verify", seed.Version.Id.ToString())).Should().Be((ExitCode.Done, frozen.Text));
        (await Run("diff", Name, Name)).Code.Should().Be(ExitCode.Done);
        (await Run("freeze", "Lab project/Images/v9")).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("PROJECT/DATASET/TAG"));
        (await Run("split", Name)).Code.Should().Be(ExitCode.Refused, "the version is frozen");

        var copy = await new Core.Datasets.Commands.CreateDraftVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Version.Id, null, TestContext.Current.CancellationToken);
        (await Run("diff", Name, "Lab project/Images")).Code.Should().Be(ExitCode.Done, "without a tag the newest version is meant");
        await new Core.Assets.Commands.DeleteAssetsCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, copy, [.. await new Core.Assets.Queries.AssetQueries(database.Contexts).ListIdsAsync(seed.Actor, copy, new(), TestContext.Current.CancellationToken)], TestContext.Current.CancellationToken);
        var diff = await Run("diff", Name, "Lab project/Images/v2");
        diff.Code.Should().Be(ExitCode.Differs);
        diff.Text.Should().Contain("images  +0 -1 ~0");
        await TamperAsync(database);
        (await Run("verify", Name)).Code.Should().Be(ExitCode.Differs);
    }

    // As somebody with a database client could who takes the guards away first.
    private static async Task TamperAsync(TestDatabase database)
    {
        await using var db = database.Open();
        foreach (var sql in db.DropTriggersSql)
        {
            await db.Database.ExecuteSqlRawAsync(sql);
        }

        await db.Annotations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Geometry, """{"x":1,"y":2,"width":3,"height":5}"""));
    }

    [Fact]
    public async Task Command_ThatCannotBeRead_EndsWithOne() => (await DatasetCommandLine.RunAsync(["split"], AnsiConsole.Console)).Should().Be(1);
}
