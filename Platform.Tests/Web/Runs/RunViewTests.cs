using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Web.Components.Runs;

namespace Platform.Tests.Web.Runs;

public sealed class RunViewTests
{
    private readonly RunView _view = new();

    [Fact]
    public void Apply_ProgressThenEpoch_FillsCurvesAndFigures()
    {
        _view.Apply([new StateChanged(RunState.Running), Progress(1, 5, 3), Progress(2, 10, 2.5), Ended(2, 0.4)]);
        _view.Losses["total"].Select(point => point.X).Should().Equal(0.5, 2);
        _view.Metrics["mAP50"].Should().ContainSingle().Which.Should().Be(new ChartPoint(2, 0.4));
        _view.Remaining.Should().Be(TimeSpan.FromSeconds(90));
        _view.Share.Should().BeApproximately(0.2, 1e-9);
    }

    [Fact]
    public void Apply_Resume_ForgetsWhatCameAfterTheCheckpoint()
    {
        _view.Apply([Progress(1, 10, 3), Ended(1, 0.1), Progress(2, 10, 2), Ended(2, 0.2), new ResumedAt(1)]);
        _view.Losses["total"].Should().ContainSingle();
        _view.Metrics["mAP50"].Should().ContainSingle();
        _view.Epoch.Should().Be(1);
    }

    [Fact]
    public void Apply_ResumeWithinAnEpoch_GoesOnWhereTheCheckpointWasAndMarksIt()
    {
        _view.Apply([Progress(1, 10, 3), Ended(1, 0.1), Progress(2, 4, 2), Progress(2, 8, 1.9), new ResumedAt(1, 4), Progress(2, 8, 1.8)]);

        _view.Losses["total"].Select(point => (point.X, point.Y)).Should().Equal((1, 3), (1.4, 2), (1.8, 1.8));
        _view.Resumes.Should().Equal(1.4);
    }

    [Fact]
    public void Apply_EpochsWithBothSides_KeepsTheirCurvesAndForgetsThemWithTheOthers()
    {
        _view.Apply([Progress(1, 10, 3), BothSides(1), Progress(2, 10, 2), BothSides(2)]);
        _view.ValidationLosses["total"].Select(point => (point.X, point.Y)).Should().Equal((1, 3.1), (2, 3.2));
        _view.TrainMetrics["mAP50_95"].Should().HaveCount(2);

        _view.Apply([new ResumedAt(1)]);
        _view.ValidationLosses["total"].Should().ContainSingle();
        _view.TrainMetrics["mAP50_95"].Should().ContainSingle();

        static EpochEnded BothSides(int epoch) => Ended(epoch, 0.1) with
        {
            ValidationLosses = new Dictionary<string, double> { ["total"] = 3 + (0.1 * epoch) }, TrainMetrics = new Dictionary<string, double> { ["mAP50_95"] = 0.2 },
        };
    }

    [Fact]
    public void Apply_Waiting_IsStillUnderWay()
    {
        _view.Apply([new StateChanged(RunState.Running), new StateChanged(RunState.Waiting, "No room.")]);
        _view.IsActive.Should().BeTrue();
        _view.Apply([new StateChanged(RunState.Paused)]);
        _view.IsActive.Should().BeFalse();
    }

    [Fact]
    public void Apply_ResumeAfterPictures_ForgetsLaterOnesAndMarksTheEpoch()
    {
        _view.Apply([new TruthDrawn(["truth-00.jpg"]), new SamplesDrawn(1, ["a"]), new SamplesDrawn(2, ["b"]), Progress(2, 10, 2), new ResumedAt(1)]);
        _view.SampleSets.Select(set => set.Epoch).Should().Equal(1);
        _view.Truth!.Files.Should().Equal("truth-00.jpg");
        _view.Resumes.Should().Equal(1);
        _view.LearningRates.Should().BeEmpty();
    }

    [Fact]
    public void Apply_WatchedForDays_KeepsBoundedCurvesWithTheirNewestPoint()
    {
        _view.Apply(Enumerable.Range(0, (2 * RunView.CurveLimit) + 1).Select(number => (RunEvent)Progress(1 + (number / 10), 1 + (number % 10), number)));
        _view.Losses["total"].Should().HaveCountLessThanOrEqualTo(RunView.CurveLimit);
        _view.Losses["total"][^1].Y.Should().Be(2 * RunView.CurveLimit);
        _view.Losses["total"].Select(point => point.X).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Apply_Failure_ShowsStateAndReason()
    {
        _view.Apply([new StateChanged(RunState.Running), new StateChanged(RunState.Failed, "Disk full.")]);
        _view.State.Should().Be(RunState.Failed);
        _view.Reason!.Text.Should().Be("Disk full.");
        _view.IsActive.Should().BeFalse();
    }

    [Fact]
    public void Apply_MoreLinesThanTheLimit_KeepsTheNewest()
    {
        _view.Apply(Enumerable.Range(0, RunView.LogLimit + 5).Select(number => new LineLogged(LogSeverity.Information, $"line {number}")));
        _view.Log.Should().HaveCount(RunView.LogLimit);
        _view.Log[^1].Text.Should().Be($"line {RunView.LogLimit + 4}");
    }

    private static ProgressMade Progress(int epoch, int iteration, double loss) =>
        new(epoch, 10, iteration, 10, 0.001, 12.5, 90, new Dictionary<string, double> { ["total"] = loss });

    private static EpochEnded Ended(int epoch, double map) =>
        new(epoch, 10, new Dictionary<string, double>(), new Dictionary<string, double> { ["mAP50"] = map }, 10, 9);
}
