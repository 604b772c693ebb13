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
        var samples = Render<RunSamples>(parameters => parameters.Add(one => one.RunId, run).Add(one => one.Sets, [new SamplesDrawn(3, ["a b.jpg"])]));
        samples.Find("img").GetAttribute("src").Should().Be($"/api/runs/{run}/samples/a%20b.jpg");
    }

    [Fact]
    public void Samples_OfSeveralEpochs_FollowTheNewestUntilOneIsChosen()
    {
        List<SamplesDrawn> sets = [new(1, ["0001-00.jpg"]), new(2, ["0002-00.jpg"])];
        var samples = Render<RunSamples>(parameters => parameters.Add(one => one.Sets, sets).Add(one => one.Truth, new TruthDrawn(["truth-00.jpg"])));
        samples.FindAll("img").Select(image => image.GetAttribute("src")!.Split('/')[^1]).Should().Equal("truth-00.jpg", "0002-00.jpg");

        samples.Find("input[type=range]").Input("0");
        sets.Add(new SamplesDrawn(3, ["0003-00.jpg"]));
        samples.Render(parameters => parameters.Add(one => one.Sets, sets).Add(one => one.Sequence, 9));
        samples.FindAll("img")[1].GetAttribute("src").Should().EndWith("0001-00.jpg", "the chosen epoch stays");

        samples.Find("button").Click();
        samples.FindAll("img")[1].GetAttribute("src").Should().EndWith("0003-00.jpg");
    }

    [Theory]
    [InlineData("en", "Checkpoint best.safetensors written.")]
    [InlineData("ko", "체크포인트 best.safetensors을(를) 저장했습니다.")]
    public void Log_OfKnownSentences_SpeaksTheReadersLanguage(string language, string text)
    {
        System.Globalization.CultureInfo.CurrentUICulture = new System.Globalization.CultureInfo(language);
        var log = Render<RunLog>(parameters => parameters.Add(one => one.Lines, [RunLines.Of("checkpoint", "best.safetensors")]));
        log.Find(".run-line span").TextContent.Should().Be(text);
    }

    [Fact]
    public void Log_OfARefusal_UsesTheErrorsSentence()
    {
        var line = RunLines.OfFailure(new Platform.Core.Shared.DomainRuleException("training.no_boxes", "In English."));
        Render<RunLog>(parameters => parameters.Add(one => one.Lines, [line])).Find(".run-line span").TextContent.Should().StartWith("No image of the train split has a box");
    }

    [Fact]
    public void Stages_OfADataBoundRun_ShowSharesAndWarn()
    {
        var view = new RunView();
        view.Apply([new EpochEnded(1, 5, new Dictionary<string, double>(), new Dictionary<string, double>(), 10, 6)
        {
            Stages = new Dictionary<string, double> { ["data_wait"] = 4, ["forward"] = 6 }, ValidationSeconds = 10,
        }]);
        var stages = Render<RunStages>(parameters => parameters.Add(one => one.View, view));
        stages.FindAll(".stage-bar")[0].Children.Select(part => part.ClassName).Should().Equal("stage-data_wait", "stage-forward", "stage-validation");
        stages.FindAll(".stage-legend b").Select(share => share.TextContent.Replace("\u00a0", "")).Should().Equal("20%", "30%", "50%");
        stages.FindAll(".note-warning").Should().ContainSingle();
    }

    [Fact]
    public void Resources_OfARunOnAGraphicsCard_DrawItBesideTheProcessor()
    {
        var view = new RunView();
        view.Apply([new ResourcesMeasured(40, 60, 1L << 30, 3L << 30, 8L << 30, [new GpuLoad(0, 87, 2L << 30, 80L << 30)])]);
        Render<RunResources>(parameters => parameters.Add(one => one.View, view)).FindAll(".chart-key b").Select(value => value.TextContent).Should().Equal("40", "60", "87", "1", "3", "2");
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
