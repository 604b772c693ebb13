using Platform.Core.Deployments.Metrics;
using Platform.Web.Components.Deployments;

namespace Platform.Tests.Deployments;

public sealed class DeploymentSeriesTests
{
    private static readonly DateTime s_now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Series_OfMinutes_EndsNowAndAddsUpVersionsOfOneMinute()
    {
        var series = new DeploymentSeries(
            [Minute(-90, 1), Minute(-30, 2), Minute(-30, 3), Minute(-1, 4)], s_now, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));

        var answered = series.AnsweredPerMinute;
        (answered.Count, answered[0].X, answered[^1].X).Should().Be((60, -59, 0));
        answered.Where(point => point.Y > 0).Select(point => (point.X, point.Y)).Should().Equal((-29, 5), (0, 4));
        series.Sum.Answered.Should().Be(9, "what lies before the window is left out");
        series.LatencyMs(0.5).Count(point => double.IsFinite(point.Y)).Should().Be(2, "minutes without an answer leave gaps");
    }

    [Fact]
    public void Series_OfAWeek_CountsPerMinute()
    {
        var series = new DeploymentSeries([Minute(-60, 168)], s_now, TimeSpan.FromDays(7), TimeSpan.FromDays(1));

        series.AnsweredPerMinute[^1].Y.Should().BeApproximately(1, 1e-9);
        series.AnsweredPerMinute[0].X.Should().BeApproximately(-7 + (7.0 / 60), 1e-9);
    }

    private static MinuteRecord Minute(int minutesFromNow, int answered)
    {
        var counts = new MinuteCounts();
        for (var i = 0; i < answered; i++)
        {
            counts.AddAnswer(10, [("cell", 0.5)]);
        }

        return new MinuteRecord(Guid.Empty, Guid.Empty, s_now.AddMinutes(minutesFromNow), counts);
    }
}
