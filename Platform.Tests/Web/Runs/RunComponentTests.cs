using Bunit;
using Platform.Tests.Web.Components;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Web.Components.Runs;

namespace Platform.Tests.Web.Runs;

public sealed class RunComponentTests : ComponentTest
{
    [Theory]
    [InlineData(RunState.Running, "Training", "badge-accent")]
    [InlineData(RunState.Failed, "Failed", "badge-danger")]
    [InlineData(RunState.Interrupted, "Interrupted", "badge-warning")]
    public void StateBadge_OfAState_NamesAndColoursIt(RunState state, string text, string css)
    {
        var badge = Render<RunStateBadge>(parameters => parameters.Add(one => one.State, state)).Find(".badge");
        badge.TextContent.Trim().Should().Be(text);
        badge.ClassList.Should().Contain(css);
    }

    [Fact]
    public void Log_WithLines_KeepsTheirOrderForTheReversedColumn()
    {
        LineLogged[] lines = [new(LogSeverity.Information, "first") { Sequence = 1 }, new(LogSeverity.Error, "second") { Sequence = 2 }];
        var log = Render<RunLog>(parameters => parameters.Add(one => one.Lines, lines));
        log.FindAll(".run-line span").Select(line => line.TextContent).Should().Equal("second", "first");
        log.FindAll(".run-line-error").Should().ContainSingle();
    }

    [Fact]
    public void Samples_OfARun_PointAtTheApi()
    {
        var run = Guid.CreateVersion7();
        var samples = Render<RunSamples>(parameters => parameters.Add(one => one.RunId, run).Add(one => one.Samples, new SamplesDrawn(3, ["a b.jpg"])));
        samples.Find("img").GetAttribute("src").Should().Be($"/api/runs/{run}/samples/a%20b.jpg");
    }

    [Fact]
    public void Curves_AfterMoreEvents_FollowTheView()
    {
        var view = new RunView();
        view.Apply([Progress(1, 2) with { Sequence = 1 }]);
        var curves = Render<RunCurves>(parameters => parameters.Add(one => one.View, view).Add(one => one.Sequence, view.LastSequence));
        var before = curves.Find("path.chart-line").GetAttribute("d");
        view.Apply([Progress(2, 1.5) with { Sequence = 2 }]);
        curves.Render(parameters => parameters.Add(one => one.View, view).Add(one => one.Sequence, view.LastSequence));
        curves.Find("path.chart-line").GetAttribute("d").Should().NotBe(before);
    }

    [Fact]
    public void Stats_BeforeTheFirstValidation_ShowDashes() =>
        Render<RunStats>(parameters => parameters.Add(one => one.View, new RunView())).FindAll(".stat-value")[3].TextContent.Should().Be("–");

    private static ProgressMade Progress(int epoch, double loss) => new(epoch, 5, 10, 10, 0.001, 10, 60, new Dictionary<string, double> { ["total"] = loss });
}
