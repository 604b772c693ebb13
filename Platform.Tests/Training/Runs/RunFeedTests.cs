using Platform.Training.Runs;
using Platform.Training.Runs.Events;

namespace Platform.Tests.Training.Runs;

public sealed class RunFeedTests
{
    private static readonly IReadOnlyDictionary<string, double> s_none = new Dictionary<string, double>();
    private readonly RunFeed _feed = new(TimeProvider.System);

    [Fact]
    public async Task Watcher_ArrivingLate_GetsTheHistoryFirst()
    {
        _feed.Publish(new StateChanged(RunState.Running));
        _feed.Publish(new LineLogged(LogSeverity.Information, "first"));
        _feed.Publish(new StateChanged(RunState.Completed));

        var seen = await ReadToEndAsync(0, TestContext.Current.CancellationToken);

        seen.Select(happened => happened.Sequence).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Watcher_ReadingOn_GetsOnlyWhatIsNewAndEndsWithTheRun()
    {
        _feed.Publish(new StateChanged(RunState.Running));
        var reading = ReadToEndAsync(1, TestContext.Current.CancellationToken);
        reading.IsCompleted.Should().BeFalse();

        _feed.Publish(new EpochEnded(1, 1, s_none, s_none, 1, 1));
        _feed.Publish(new StateChanged(RunState.Failed, "why"));

        (await reading).Select(happened => happened.GetType()).Should().Equal(typeof(EpochEnded), typeof(StateChanged));
    }

    [Fact]
    public async Task Watcher_Cancelled_StopsWaiting()
    {
        using var stop = new CancellationTokenSource();
        var reading = ReadToEndAsync(0, stop.Token);
        await stop.CancelAsync();
        await reading.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Feed_FloodedWithProgress_StaysBoundedAndKeepsEpochs()
    {
        for (var epoch = 1; epoch <= 50; epoch++)
        {
            for (var iteration = 1; iteration <= 1_000; iteration++)
            {
                _feed.Publish(Progress(epoch, iteration));
            }

            _feed.Publish(new EpochEnded(epoch, 50, s_none, s_none, 1, 1));
        }

        var history = _feed.History();
        history.OfType<ProgressMade>().Count().Should().BeInRange(RunFeed.ProgressLimit / 2, RunFeed.ProgressLimit);
        history.OfType<EpochEnded>().Select(ended => ended.Epoch).Should().Equal(Enumerable.Range(1, 50));
        history.Select(happened => happened.Sequence).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Feed_FloodedWithLines_KeepsTheNewest()
    {
        for (var line = 0; line < RunFeed.LineLimit + 10; line++)
        {
            _feed.Publish(new LineLogged(LogSeverity.Information, $"{line}"));
        }

        _feed.History().OfType<LineLogged>().Select(line => line.Text).Should().HaveCount(RunFeed.LineLimit).And.EndWith($"{RunFeed.LineLimit + 9}");
    }

    [Fact]
    public void Feed_AfterAResume_HoldsNoEpochTwice()
    {
        for (var epoch = 1; epoch <= 7; epoch++)
        {
            _feed.Publish(Progress(epoch, 1));
            _feed.Publish(new EpochEnded(epoch, 10, s_none, s_none, 1, 1));
        }

        _feed.Publish(new ResumedAt(5));
        _feed.Publish(Progress(6, 1));
        _feed.Publish(new EpochEnded(6, 10, s_none, s_none, 1, 1));

        _feed.History().OfType<EpochEnded>().Select(ended => ended.Epoch).Should().Equal(1, 2, 3, 4, 5, 6);
        _feed.History().OfType<ProgressMade>().Select(progress => progress.Epoch).Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Feed_AfterAResumeWithinAnEpoch_KeepsTheStepsOfTheCheckpoint()
    {
        for (var iteration = 1; iteration <= 9; iteration++)
        {
            _feed.Publish(Progress(3, iteration));
        }

        _feed.Publish(new ResumedAt(2, 5));
        _feed.Publish(Progress(3, 6));

        _feed.History().OfType<ProgressMade>().Select(progress => progress.Iteration).Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Feed_EventThatIsWrittenDown_IsToldAfterwards()
    {
        var known = -1;
        _feed.Publish(new StateChanged(RunState.Running), _ => known = _feed.History().Count);

        known.Should().Be(0);
        _feed.History().Should().ContainSingle();
    }

    private static ProgressMade Progress(int epoch, int iteration) => new(epoch, 50, iteration, 1_000, 0.001, 30, 60, s_none);

    private async Task<List<RunEvent>> ReadToEndAsync(long after, CancellationToken cancellation)
    {
        var seen = new List<RunEvent>();
        await foreach (var batch in _feed.WatchAsync(after, cancellation))
        {
            seen.AddRange(batch);
        }

        return seen;
    }
}
