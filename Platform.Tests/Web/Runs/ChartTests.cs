using Bunit;
using Platform.Tests.Web.Components;
using Platform.Web.Components.Runs;

namespace Platform.Tests.Web.Runs;

public sealed class ChartTests : ComponentTest
{
    [Theory]
    [InlineData(0.3, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.2, 2)]
    [InlineData(7, 10)]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    public void NiceStep_AnyNumber_IsRound(double raw, double step) => ChartScale.NiceStep(raw).Should().BeApproximately(step, 1e-12);

    [Fact]
    public void Path_OfPointsThatStandAlone_DrawsDots()
    {
        var points = new[] { new ChartPoint(0, 0), new ChartPoint(1, double.NaN), new ChartPoint(2, 1) };
        new ChartScale([new ChartSeries("p50", "red", points)], 0, 2, 0, 1).Path(points).Should().Be("M0 1000h0M1000 0h0");
    }

    [Fact]
    public void Scale_KnownPoints_MapsCornersToCorners()
    {
        var scale = new ChartScale([Series((0, 0), (10, 1))], maxX: 10);
        scale.Path([new ChartPoint(0, 0), new ChartPoint(10, 1)]).Should().Be("M0 1000L1000 0");
    }

    [Fact]
    public void Path_ValueThatIsNoNumber_LeavesAGap()
    {
        var series = Series((0, 0), (1, double.NaN), (2, 1), (3, 0.5));
        new ChartScale([series]).Path(series.Points).Count(letter => letter == 'M').Should().Be(2);
    }

    [Fact]
    public void Path_TenThousandPoints_IsThinnedAndKeepsTheNewest()
    {
        var points = Enumerable.Range(0, 10_001).Select(x => new ChartPoint(x, x)).ToList();
        var path = new ChartScale([new ChartSeries("loss", "red", points)]).Path(points);
        path.Count(letter => letter == 'L').Should().BeLessThanOrEqualTo(ChartScale.MaximumPoints + 1);
        path.Should().EndWith("L1000 0");
    }

    [Fact]
    public void LineChart_WithoutPoints_SaysWhenTheyCome()
    {
        var chart = Render<LineChart>(parameters => parameters.Add(one => one.Title, "Loss").Add(one => one.Series, []).Add(one => one.EmptyText, "Soon"));
        chart.Find(".chart-empty").TextContent.Should().Be("Soon");
    }

    [Fact]
    public void LineChart_WithPoints_DrawsOnePathASeriesAndItsNewestValue()
    {
        var chart = Render<LineChart>(parameters => parameters.Add(one => one.Title, "Loss").Add(one => one.Series, [Series((0, 2), (1, 1.25))]));
        chart.FindAll("path.chart-line").Should().ContainSingle();
        chart.Find(".chart-key b").TextContent.Should().Be("1.25");
    }

    private static ChartSeries Series(params (double X, double Y)[] points) =>
        new("loss", "red", [.. points.Select(point => new ChartPoint(point.X, point.Y))]);
}
