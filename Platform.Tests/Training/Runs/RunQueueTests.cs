using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Core.Shared;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Training.Trainer;
using LogSeverity = Platform.Training.Runs.Events.LogSeverity;

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
    public async Task Run_Paused_GivesItsDeviceToTheNextAndGoesOnLater()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        var (first, second) = (Add(board), Add(board));
        using var started = new ManualResetEventSlim();
        var isHeld = true;
        using var queue = Queue(board, new ScriptedJob((run, stop, _) =>
        {
            if (run.Id == first && isHeld)
            {
                started.Set();
                stop.PauseAsked.WaitHandle.WaitOne();
                stop.PauseAsked.ThrowIfCancellationRequested();
            }
        }));
        queue.Enqueue(first);
        queue.Enqueue(second);
        queue.Start(["cpu"]);
        started.Wait(TestContext.Current.CancellationToken);
        queue.Pause(first);

        await EndAsync(board, second);

        board.Get(first).Should().Match<RunRecord>(run => run.State == RunState.Paused && run.EndedAt != null);
        new RunBoard(_options, TimeProvider.System).Get(first).State.Should().Be(RunState.Paused, "a pause outlives the process");
        queue.Invoking(line => line.Pause(first)).Should().Throw<DomainRuleException>().Which.Code.Should().Be("runs.not_pausable");
        isHeld = false;
        queue.Return(first);
        await board.Feed(first).WatchAsync(0, TestContext.Current.CancellationToken).LastAsync(TestContext.Current.CancellationToken);
        board.Get(first).State.Should().Be(RunState.Completed);
    }

    [Fact]
    public void Run_PausedOrCancelledInTheLine_LeavesItsPlace()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        using var queue = Queue(board, new ScriptedJob((_, _) => { }));
        var (first, second) = (Add(board), Add(board));
        queue.Enqueue(first);
        queue.Enqueue(second);
        queue.Pause(first);
        queue.Cancel(second);

        board.Get(first).State.Should().Be(RunState.Paused);
        board.Get(second).State.Should().Be(RunState.Cancelled);
        queue.Enqueue(Add(board));
        queue.Enqueue(Add(board));
        queue.Cancel(first);
        board.Get(first).State.Should().Be(RunState.Cancelled);
    }

    [Fact]
    public async Task Run_AskedToFinish_IsToldAndMayComplete()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        var run = Add(board);
        using var started = new ManualResetEventSlim();
        using var told = new ManualResetEventSlim();
        using var queue = Queue(board, new ScriptedJob((_, stop, _) =>
        {
            started.Set();
            told.Wait(TestContext.Current.CancellationToken);
            stop.Wish.Should().Be(StopWish.Finish);
        }));
        queue.TryFinish(run).Should().BeFalse();
        queue.Enqueue(run);
        queue.Start(["cpu"]);
        started.Wait(TestContext.Current.CancellationToken);
        queue.TryFinish(run).Should().BeTrue();
        told.Set();

        await EndAsync(board, run);

        board.Get(run).Should().Match<RunRecord>(ended => ended.State == RunState.Completed && ended.Message == "done");
    }

    [Fact]
    public async Task Server_Stopped_InterruptsWhatRunsAndLeavesTheLineToTheNextProcess()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        var (running, waiting) = (Add(board), Add(board));
        using var started = new ManualResetEventSlim();
        var queue = Queue(board, new ScriptedJob((_, stop, _) =>
        {
            started.Set();
            stop.PauseAsked.WaitHandle.WaitOne();
            stop.PauseAsked.ThrowIfCancellationRequested();
        }));
        queue.Enqueue(running);
        queue.Enqueue(waiting);
        queue.Start(["cpu"]);
        started.Wait(TestContext.Current.CancellationToken);
        queue.Dispose();

        var next = new RunBoard(_options, TimeProvider.System);
        next.Get(running).State.Should().Be(RunState.Interrupted);
        next.Get(waiting).State.Should().Be(RunState.Queued);
        using var nextQueue = Queue(next, new ScriptedJob((_, _) => { }));
        nextQueue.Start(["cpu"]);
        nextQueue.TakeUpWaiting();
        await EndAsync(next, waiting);
        next.Get(waiting).State.Should().Be(RunState.Completed);
    }

    [Fact]
    public async Task Run_TrainedByAnotherProcess_IsNeitherTakenNorTakenForDead()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        var (held, free) = (Add(board), Add(board));
        using (board.Folder(held).TryHold())
        {
            board.Enter(held, RunState.Running);
            new RunBoard(_options, TimeProvider.System).Get(held).State.Should().Be(RunState.Running);

            board.Enter(held, RunState.Queued);
            var job = new ScriptedJob((_, _) => { });
            using var queue = Queue(board, job);
            queue.Enqueue(held);
            queue.Enqueue(free);
            queue.Start(["cpu"]);
            await EndAsync(board, free);
            job.Executed.Select(call => call.Id).Should().Equal(free);
        }
    }

    [Fact]
    public void Board_DiskFullForAWhile_WritesTheHistoryDownAfterwards()
    {
        var board = new RunBoard(_options, TimeProvider.System);
        var run = Add(board);
        var events = Path.Combine(_options.Root, run.ToString(), "events.jsonl");
        File.Move(events, events + ".moved");
        Directory.CreateDirectory(events);
        board.Publish(run, new LineLogged(LogSeverity.Information, "while nothing could be written"));
        Directory.Delete(events);
        File.Move(events + ".moved", events);
        board.Publish(run, new LineLogged(LogSeverity.Information, "afterwards"));

        new RunBoard(_options, TimeProvider.System).Feed(run).History().OfType<LineLogged>().Select(line => line.Text).Should().Equal("while nothing could be written", "afterwards");
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

    private sealed class ScriptedJob(Action<RunRecord, StopSignal, CancellationToken> script) : IRunJob
    {
        public ScriptedJob(Action<RunRecord, CancellationToken> script)
            : this((run, _, cancellation) => script(run, cancellation))
        {
        }

        public ConcurrentQueue<(Guid Id, string? Thread)> Executed { get; } = new();

        public LineLogged? Execute(RunRecord run, string device, StopSignal stop, CancellationToken cancellation)
        {
            Executed.Enqueue((run.Id, Thread.CurrentThread.Name));
            script(run, stop, cancellation);
            return new LineLogged(LogSeverity.Information, "done");
        }
    }
}
