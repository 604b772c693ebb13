using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

/// <summary>Files that lie on the server already: only below allowed folders, only for administrators.</summary>
public sealed class IngestServerPathTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Ingest_OfAnAllowedFolder_TakesItsImagesWithTheirFolders(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        world.Folder.Write("archive/may/cam-1/a.png", HeaderCodec.Png(20, 10, "a"));
        world.Folder.Write("archive/may/notes.txt", "x");

        var report = await Command(world, world.Folder["archive"]).ExecuteAsync(world.Admin, version, world.Folder["archive/may"], null, null, Cancellation);

        report.Files.Added.Select(asset => asset.Name).Should().Equal("cam-1/a.png");
        report.Files.Ignored.Should().Equal("notes.txt");
    }

    [Fact]
    public async Task Ingest_OfAnythingElse_IsRefused()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var version = world.Seed.Version.Id;
        world.Folder.Write("archive/a.png", HeaderCodec.Png(20, 10, "a"));
        world.Folder.Write("archive-2/b.png", HeaderCodec.Png(20, 10, "b"));
        Directory.CreateSymbolicLink(world.Folder["archive/link"], world.Folder["archive-2"]);
        Directory.CreateSymbolicLink(world.Folder["archive/circle"], world.Folder["archive/circle"]);
        var command = Command(world, world.Folder["archive"]);
        Task<string> Code(string path, Core.Access.Actor? actor = null) => DatasetWorld.RefusedAsync(() => command.ExecuteAsync(actor ?? world.Admin, version, path, null, null, Cancellation));

        (await Code(world.Folder["archive-2"])).Should().Be("ingest.path_not_allowed");
        (await Code(world.Folder["archive/../archive-2"])).Should().Be("ingest.path_not_allowed");
        (await Code(world.Folder["archive/link"])).Should().Be("ingest.path_not_allowed");
        (await Code(world.Folder["archive/circle"])).Should().Be("ingest.path_not_allowed");
        (await Code("/")).Should().Be("ingest.path_not_allowed");
        (await Code(world.Folder["archive"], world.Actor)).Should().Be("access.denied");
        (await Code(world.Folder["archive/none"])).Should().Be("import.folder_missing");
        (await DatasetWorld.RefusedAsync(() => Command(world).ExecuteAsync(world.Admin, version, world.Folder["archive"], null, null, Cancellation))).Should().Be("ingest.path_not_allowed");
    }

    private static IngestServerPathCommand Command(DatasetWorld world, params string[] roots) => new(world.IngestFolder, new IngestOptions { Roots = roots });
}
