using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Core.Jobs;
using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Training.AutoAnnotation;
using Platform.Training.Runs;

namespace Platform.Tests.Jobs;

/// <summary>Jobs that go on after the next start by themselves.</summary>
public sealed class TakeUpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_UnderWayWhenItsServerDied_IsDoneOnceByTheNext()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var killed = new Board(world);
        var id = Add(killed, world);
        killed.Enter(id, JobState.Running);

        var board = new Board(world);
        await using var line = new Line(board, world, (_, _) => Task.CompletedTask);
        line.TakeUp();
        line.Start();

        (await board.WatchAsync(id, Cancellation).LastAsync(Cancellation)).State.Should().Be(JobState.Completed);
        line.TakeUp();
        board.Get(id).State.Should().Be(JobState.Completed);
        line.Begun.Should().Be(1);
    }

    [Fact]
    public async Task Job_StoppedWithItsServer_IsTakenUpAndOneThatAPersonStoppedIsNot()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var board = new Board(world);
        var (stopped, underWay, waiting) = (Add(board, world), Add(board, world), Add(board, world));
        await using (var line = new Line(board, world, (_, token) => Task.Delay(Timeout.Infinite, token)))
        {
            line.Queue(stopped, underWay, waiting);
            line.Start();
            await board.WatchAsync(stopped, Cancellation).FirstAsync(job => job.State == JobState.Running, Cancellation);
            await board.StopAsync(stopped);
            await board.WatchAsync(underWay, Cancellation).FirstAsync(job => job.State == JobState.Running, Cancellation);
        }

        board.Get(stopped).State.Should().Be(JobState.Cancelled);
        board.Get(underWay).State.Should().Be(JobState.Interrupted);

        var next = new Board(world);
        await using var second = new Line(next, world, (_, _) => Task.CompletedTask);
        second.TakeUp();
        second.Start();
        (await next.WatchAsync(waiting, Cancellation).LastAsync(Cancellation)).State.Should().Be(JobState.Completed);
        (next.Get(stopped).State, next.Get(underWay).State, second.Begun).Should().Be((JobState.Cancelled, JobState.Completed, 2));
    }

    [Fact]
    public async Task Job_OfAPersonWhoIsGone_FailsPlainly()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var killed = new Board(world);
        var id = Add(killed, world, user: Guid.CreateVersion7());

        var board = new Board(world);
        await using var line = new Line(board, world, (_, _) => Task.CompletedTask);
        line.TakeUp();
        line.Start();

        (await board.WatchAsync(id, Cancellation).LastAsync(Cancellation)).State.Should().Be(JobState.Failed);
        line.Begun.Should().Be(0);
    }

    [Fact]
    public void Work_OfAnEarlierVersion_BecomesAJobAndWhatCannotBeReadIsToldOf()
    {
        using var folder = new TemporaryFolder();
        var options = new RunOptions { Root = folder.Path };
        var pending = AutoAnnotationBoard.FolderOf(options);
        var board = new AutoAnnotationBoard(options, TimeProvider.System);
        var (version, model, person, image) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        File.WriteAllText(Path.Combine(pending, $"{version}.json"), $$$"""
            {"actorId":"{{{person}}}","work":{"request":{"modelVersionId":"{{{model}}}","datasetVersionId":"{{{version}}}","onlyUnlabelled":false,"minimumScore":0.4,"overwrite":false,
             "filter":{"split":"val","order":"lowestConfidence","tag":"night"},"classScores":{"cell":0.7},"overlap":"skip"},"assetIds":["{{{image}}}"]}}
            """);
        var damaged = Path.Combine(pending, $"{Guid.CreateVersion7()}.json");
        File.WriteAllText(damaged, "{\"actorId\":");
        var log = new Told();

        EarlierWork.TakeUp<AutoAnnotationJob, Earlier>(board, pending, (_, user, work) => new AutoAnnotationJob
        {
            Id = Guid.CreateVersion7(), UserId = user, UserName = "", CreatedAt = TimeProvider.System.GetUtcNow(), Request = work.Request, AssetIds = work.AssetIds,
        }, log);

        var job = new AutoAnnotationBoard(options, TimeProvider.System).All.Should().ContainSingle().Subject;
        job.Should().BeEquivalentTo(new { State = JobState.Interrupted, UserId = person, AssetIds = new[] { image } });
        job.Request.Should().BeEquivalentTo(new AutoAnnotation(model, version, false, 0.4, Filter: new AssetFilter(Split: SplitKind.Val, Order: AssetOrder.LowestConfidence, Tag: "night"))
        {
            ClassScores = new Dictionary<string, double> { ["cell"] = .7 }, Overlap = Core.Annotations.OverlapPolicy.Skip,
        });
        Directory.GetFiles(pending).Should().Equal(damaged);
        log.Text.Should().Contain(damaged);
    }

    private static Guid Add(Board board, DatasetWorld world, Guid? user = null)
    {
        var job = new Errand { Id = Guid.CreateVersion7(), UserId = user ?? world.Actor.UserId, UserName = "Ada", CreatedAt = TimeProvider.System.GetUtcNow() };
        board.Add(job);
        return job.Id;
    }

    public sealed record Errand : Job;

    private sealed record Earlier(AutoAnnotation Request, IReadOnlyCollection<Guid>? AssetIds);

    private sealed class Board(DatasetWorld world) : JobBoard<Errand>(world.Folder["errands"], TimeProvider.System);

    private sealed class Line(Board board, DatasetWorld world, Func<Errand, CancellationToken, Task> work)
        : JobLine<Errand>(new JobLineOptions(1, 10, 1), board, new ActorResolver(world.Database.Contexts), TimeProvider.System, NullLogger.Instance)
    {
        public int Begun { get; private set; }

        protected override Reason Stopped { get; } = new("stopped", [], "Stopped.");

        public void Queue(params Guid[] ids) => ids.Should().OnlyContain(id => TryQueue(id));

        protected override Task DoAsync(Actor actor, Errand job, CancellationToken cancellationToken)
        {
            Begun++;
            return work(job, cancellationToken);
        }
    }

    private sealed class Told : ILogger
    {
        public string Text { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Text += formatter(state, exception);
    }
}
