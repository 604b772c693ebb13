using Platform.Training.Runs.Events;
using Platform.Training.Runs.Queries;

namespace Platform.Tests.Training.Runs;

public sealed class RunComparisonTests
{
    [Fact]
    public void Curves_OfAHistory_HaveLossesScoresAndRateByName()
    {
        var curves = RunComparisonQueries.CurvesOf([Progress(1, 5, 3), Progress(1, 10, 2), Ended(1, .4)]);

        curves.Keys.Should().BeEquivalentTo("loss.total", "learningRate", "mAP50");
        curves["loss.total"].Select(point => (point.Epoch, point.Value)).Should().Equal((.5, 3), (1, 2));
        curves["mAP50"].Should().ContainSingle().Which.Value.Should().Be(.4);
    }

    [Fact]
    public void Curves_OfALongHistory_AreThinnedAndKeepTheNewest()
    {
        var curves = RunComparisonQueries.CurvesOf([.. Enumerable.Range(1, 1999).Select(epoch => Progress(epoch, 10, epoch))]);

        curves["loss.total"].Should().HaveCountLessThan(400);
        curves["loss.total"][^1].Epoch.Should().Be(1999);
    }

    private static ProgressMade Progress(int epoch, int iteration, double loss) => new(epoch, 2000, iteration, 10, 0.001, 12.5, 90, new Dictionary<string, double> { ["total"] = loss });

    private static EpochEnded Ended(int epoch, double map) => new(epoch, 10, new Dictionary<string, double>(), new Dictionary<string, double> { ["mAP50"] = map }, 10, 9);
}
