using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Core.Access.Queries;
using Platform.Core.Annotations.Commands;
using Platform.Core.Audit.Commands;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Jobs;
using Platform.Tests.Support;

namespace Platform.Tests.Interchange;

/// <summary>Imports and exports in the background: to their end, stopped, interrupted by the end of the process, and expired.</summary>
public sealed class InterchangeJobTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExportJob_RunToItsEnd_LeavesAnArchiveToFetch()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var version = await ExportedWorld.AddVersionAsync(world, withLines: true);
        await using var office = new Office(world);

        var job = await office.Desk.ExportAsync(world.Actor, version, new ExportRequest(InterchangeFormat.Coco), Cancellation);
        (await DatasetWorld.RefusedAsync(() => office.Desk.ArchiveAsync(world.Actor, job.Id, Cancellation))).Should().Be("export.not_ready");
        office.Runner.Start();
        var seen = await office.Board.WatchAsync(job.Id, Cancellation).ToListAsync(Cancellation);

        seen[^1].Should().BeEquivalentTo(new { State = JobState.Completed, Done = 6, Total = 6, FileName = "Everything v1 coco.zip" });
        seen[^1].Loss!.Losses.Should().ContainSingle();
        var (path, _) = await office.Desk.ArchiveAsync(world.Actor, job.Id, Cancellation);
        using var zip = ZipFile.OpenRead(path);
        zip.Entries.Should().Contain(entry => entry.FullName == "annotations/instances_train.json");
        seen[^1].FileBytes.Should().Be(new FileInfo(path).Length);
        (await office.Desk.ListAsync(world.Actor, version, Cancellation)).Should().ContainSingle();
    }

    [Fact]
    public async Task ImportJob_DryThenReal_ReportsTheSameAndTakesTheFilesAway()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (version, _) = await world.AddDraftAsync(2);
        await using var office = new Office(world);
        office.Runner.Start();

        var dry = await office.ImportAsync(version, dryRun: true);
        (await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation)).Version.AnnotationCount.Should().Be(0);
        var real = await office.ImportAsync(version, dryRun: false);

        real.Job.State.Should().Be(JobState.Completed);
        real.Report!.Annotations.Should().BeEquivalentTo(dry.Report!.Annotations);
        (await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation)).Version.AnnotationCount.Should().Be(1);
        Directory.Exists(Path.Combine(office.Options.Root, real.Job.Id.ToString(), "input")).Should().BeFalse();
    }

    [Fact]
    public async Task Job_UnderWayWhenTheProcessEnds_IsInterruptedAndCanBeStartedAgain()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (version, _) = await world.AddDraftAsync(2);
        Guid id;
        await using (var first = new Office(world))
        {
            id = (await first.StartImportAsync(version, dryRun: false)).Id;
        }

        await using var second = new Office(world);
        second.Board.Get(id).Should().BeEquivalentTo(new { State = JobState.Interrupted, CanRestart = true, Reason = new { Code = "job.interrupted" } });
        second.Runner.Start();
        await second.Desk.RestartAsync(world.Actor, id, Cancellation);
        var ended = (await second.Board.WatchAsync(id, Cancellation).ToListAsync(Cancellation))[^1];

        ended.State.Should().Be(JobState.Completed);
        (await second.Desk.ReportAsync(world.Actor, id, Cancellation))!.Annotations.Shapes.Should().Be(1);
        (await DatasetWorld.RefusedAsync(() => second.Desk.RestartAsync(world.Actor, id, Cancellation))).Should().Be("job.not_restartable");
    }

    [Fact]
    public async Task Job_StoppedInLine_NeverRunsAndDeletedIsGone()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        await using var office = new Office(world);
        var job = await office.Desk.ExportAsync(world.Actor, world.Seed.Version.Id, new ExportRequest(InterchangeFormat.Yolo, WithImages: false), Cancellation);

        await office.Desk.CancelAsync(world.Actor, job.Id, Cancellation);
        office.Runner.Start();
        office.Board.Get(job.Id).Should().BeEquivalentTo(new { State = JobState.Cancelled, Reason = new { Code = "job.stopped_before" } });
        await office.Desk.CancelAsync(world.Actor, job.Id, Cancellation);

        (await DatasetWorld.RefusedAsync(() => office.Desk.GetAsync(world.Actor, job.Id, Cancellation))).Should().Be("not_found");
        Directory.Exists(Path.Combine(office.Options.Root, job.Id.ToString())).Should().BeFalse();
    }

    [Fact]
    public async Task FailingJob_SaysWhyAndLetsTheNextOneRun()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        await using var office = new Office(world);
        office.Options.Parallel = 1;

        // The image of the seed has a row but no stored bytes.
        var failing = await office.Desk.ExportAsync(world.Actor, world.Seed.Version.Id, new ExportRequest(InterchangeFormat.Coco), Cancellation);
        var next = await office.Desk.ExportAsync(world.Actor, world.Seed.Version.Id, new ExportRequest(InterchangeFormat.Coco, WithImages: false), Cancellation);
        office.Runner.Start();

        var failed = (await office.Board.WatchAsync(failing.Id, Cancellation).ToListAsync(Cancellation))[^1];
        failed.State.Should().Be(JobState.Failed);
        failed.Message.Should().NotBeEmpty();
        Directory.EnumerateFiles(Path.Combine(office.Options.Root, failing.Id.ToString())).Select(Path.GetFileName).Should().Equal("job.json");
        (await office.Board.WatchAsync(next.Id, Cancellation).ToListAsync(Cancellation))[^1].State.Should().Be(JobState.Completed);
    }

    [Fact]
    public async Task EndedJob_WhoseTimeIsOver_IsDeleted()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        await using var office = new Office(world);
        var job = await office.Desk.ExportAsync(world.Actor, world.Seed.Version.Id, new ExportRequest(InterchangeFormat.Yolo, WithImages: false), Cancellation);
        await office.Desk.CancelAsync(world.Actor, job.Id, Cancellation);

        world.Database.Time.Advance(TimeSpan.FromHours(71));
        office.Runner.Sweep();
        office.Board.All.Should().ContainSingle();
        world.Database.Time.Advance(TimeSpan.FromHours(2));
        office.Runner.Sweep();

        office.Board.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Line_ThatIsFull_RefusesAndKeepsNothing()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        await using var office = new Office(world, maxQueued: 1);
        await office.Desk.ExportAsync(world.Actor, world.Seed.Version.Id, new ExportRequest(InterchangeFormat.Coco), Cancellation);

        var code = await DatasetWorld.RefusedAsync(() => office.Desk.ExportAsync(world.Actor, world.Seed.Version.Id, new ExportRequest(InterchangeFormat.Coco), Cancellation));

        code.Should().Be("job.line_full");
        office.Board.All.Should().ContainSingle();
    }

    [Fact]
    public async Task FolderImport_OutsideTheAllowedRootsOrByOthers_IsRefused()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (version, _) = await world.AddDraftAsync(2);
        await using var office = new Office(world);
        Directory.CreateDirectory(world.Folder["allowed/set"]);
        Directory.CreateSymbolicLink(world.Folder["allowed/link"], "/etc");
        office.Options.ImportRoots = [world.Folder["allowed"]];
        Task<string> Refused(Core.Access.Actor actor, string folder) =>
            DatasetWorld.RefusedAsync(() => office.Desk.ImportFolderAsync(actor, version, new ImportRequest(), folder, true, false, Cancellation));

        (await Refused(world.Admin, "/etc")).Should().Be("import.folder_not_allowed");
        (await Refused(world.Admin, world.Folder["allowed/../other"])).Should().Be("import.folder_not_allowed");
        (await Refused(world.Admin, world.Folder["allowed/link"])).Should().Be("import.folder_not_allowed");
        (await Refused(world.Admin, world.Folder["allowed/none"])).Should().Be("import.folder_missing");
        (await Refused(world.Actor, world.Folder["allowed/set"])).Should().Be("access.denied");
        (await office.Desk.ImportFolderAsync(world.Admin, version, new ImportRequest(), world.Folder["allowed/set"], true, false, Cancellation)).State.Should().Be(JobState.Queued);
    }

    private sealed class Office : IAsyncDisposable
    {
        private readonly DatasetWorld _world;

        public Office(DatasetWorld world, int maxQueued = 100)
        {
            _world = world;
            Options = new InterchangeOptions { Root = world.Folder["jobs"], MaxQueued = maxQueued };
            Board = new InterchangeBoard(Options, world.Database.Time);
            Runner = new InterchangeLine(
                Options, Board, new ActorResolver(world.Database.Contexts), world.Import, world.Imports, world.Ingest, world.Export, world.Database.Time, NullLogger<InterchangeLine>.Instance);
            Desk = new InterchangeDesk(Options, Board, Runner, world.Datasets, world.Exports, new RecordAuditEntryCommand(world.Database.Contexts), world.Quotas, world.Database.Time);
        }

        public InterchangeOptions Options { get; }

        public InterchangeBoard Board { get; }

        public InterchangeLine Runner { get; }

        public InterchangeDesk Desk { get; }

        public Task<InterchangeJob> StartImportAsync(Guid version, bool dryRun)
        {
            var file = _world.Folder.Write($"{Guid.CreateVersion7()}", Encoding.UTF8.GetBytes(Sources.Voc("0.png", ("cell", Sources.Box(1, 1, 9, 9)))));
            return Desk.ImportFilesAsync(_world.Actor, version, new ImportRequest(), new Dictionary<string, string> { ["Annotations/0.xml"] = file }, withImages: false, dryRun, Cancellation);
        }

        public async Task<(InterchangeJob Job, ImportJobReport? Report)> ImportAsync(Guid version, bool dryRun)
        {
            var job = await StartImportAsync(version, dryRun);
            var ended = (await Board.WatchAsync(job.Id, Cancellation).ToListAsync(Cancellation))[^1];
            return (ended, await Desk.ReportAsync(_world.Actor, job.Id, Cancellation));
        }

        public ValueTask DisposeAsync() => Runner.DisposeAsync();
    }
}
