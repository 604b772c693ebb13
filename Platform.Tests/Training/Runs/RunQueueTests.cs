using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Core.Shared;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;

namespace Platform.Tests.Training.Runs;

public sealed class RunQueueTests : IDisposable
{
    private readonly RunOptions _options = new() { Root = Directory.CreateTempSubdirectory("runs-").FullName, QueueCapacity = 2 };

    public void Dispose() => Directory.Delete(_options.Root, recursive: true);

    [Fact]
    public async Task Runs_OnOneDevice_AreTrainedOneAfterTheOtherOnItsOwnThread()
    {
        var job = new ScriptedJob((_, _) => { });
        var board = new RunBoard(_options, TimeProvider.System);
        using var queue = Queue(board, job);
        var (first, second) = (Add(board), Add(board));
        queue.Enqueue(first);
        queue.Enqueue(second);
        queue.Start(["cpu"]);

        await EndAsync(board, second);

        job.Executed.Select(call => call.Id).Should().Equal(first, second);
        job.Executed.Select(call => call.Thread).Distinct().Should().Equal("training cpu");
        board.Get(first).State.Should().Be(RunState.Completed);
    }

    [Fact]
    public async Task Run_ThatFails_ShowsWhyAndTheNextOneStarts()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        var (bad, good) = (Add(board), Add(board));
        using var queue = Queue(board, new ScriptedJob((run, _) => { if (run.Id == bad) { throw new InvalidOperationException("no such thing"); } }));
        queue.Enqueue(bad);
        queue.Enqueue(good);
        queue.Start(["cpu"]);

        await EndAsync(board, good);

        board.Get(bad).Should().Match<RunRecord>(run => run.State == RunState.Failed && run.Message == "no such thing");
        board.Get(good).State.Should().Be(RunState.Completed);
    }

    [Fact]
    public async Task Run_Cancelled_EndsAsCancelled()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        var run = Add(board);
        using var started = new ManualResetEventSlim();
        using var queue = Queue(board, new ScriptedJob((_, stop) => { started.Set(); stop.WaitHandle.WaitOne(); stop.ThrowIfCancellationRequested(); }));
        queue.Enqueue(run);
        queue.Start(["cpu"]);
        started.Wait(TestContext.Current.CancellationToken);
        queue.Cancel(run);

        await EndAsync(board, run);

        board.Get(run).State.Should().Be(RunState.Cancelled);
        queue.Invoking(line => line.Cancel(run)).Should().Throw<DomainRuleException>().Which.Code.Should().Be("runs.not_active");
    }

    [Fact]
    public void Queue_Full_RefusesToTakeMore()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        using var queue = Queue(board, new ScriptedJob((_, _) => { }));
        queue.Enqueue(Add(board));
        queue.Enqueue(Add(board));

        queue.Invoking(line => line.Enqueue(Add(board))).Should().Throw<DomainRuleException>().Which.Code.Should().Be("runs.queue_full");
    }

    [Fact]
    public void Board_AfterAKill_ShowsUnfinishedRunsAsInterruptedWithTheirHistory()
    {
        var before = new RunBoard(_options, TimeProvider.System);
        var run = Add(before);
        before.Enter(run, RunState.Running);
        before.Publish(run, new LineLogged(LogSeverity.Information, "half way"));
        File.AppendAllText(Path.Combine(_options.Root, run.ToString(), "events.jsonl"), "{\"type\":\"log\",\"sever");

        var after = new RunBoard(_options, TimeProvider.System);

        after.Get(run).State.Should().Be(RunState.Interrupted);
        after.Feed(run).History().OfType<LineLogged>().Single().Text.Should().Be("half way");
        new RunBoard(_options, TimeProvider.System).Feed(run).History().OfType<StateChanged>().Last().State.Should().Be(RunState.Interrupted);
    }

    private RunQueue Queue(RunBoard board, IRunJob job) => new(board, job, _options, NullLogger<RunQueue>.Instance);

    private static Guid Add(RunBoard board)
    {
        var id = Ids.New(TimeProvider.System);
        board.Add(new RunRecord
        {
            Id = id, ProjectId = id, DepartmentId = id, ModelId = id, ModelName = "m", DatasetVersionId = id, DatasetName = "d", DatasetSha256 = "", LaunchedBy = id,
            LaunchedByName = "n", CreatedAt = DateTimeOffset.UnixEpoch, Recipe = new JsonObject(), TrainOnValidation = false,
        });
        return id;
    }

    private static async Task EndAsync(RunBoard board, Guid run)
    {
        await foreach (var _ in board.Feed(run).WatchAsync(0, TestContext.Current.CancellationToken))
        {
        }
    }

    private sealed class ScriptedJob(Action<RunRecord, CancellationToken> script) : IRunJob
    {
        public ConcurrentQueue<(Guid Id, string? Thread)> Executed { get; } = new();

        public void Execute(RunRecord run, string device, CancellationToken cancellation)
        {
            Executed.Enqueue((run.Id, Thread.CurrentThread.Name));
            script(run, cancellation);
        }
    }
}
