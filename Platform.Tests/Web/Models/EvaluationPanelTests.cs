using Bunit;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Queries;
using Platform.Tests.Web.Components;
using Platform.Training.Evaluation;
using Platform.Training.Tasks.Det;
using Platform.Web.Components.Models;

namespace Platform.Tests.Web.Models;

public sealed class EvaluationPanelTests : ComponentTest
{
    private static readonly Guid s_project = Guid.CreateVersion7();
    private static readonly Guid s_asset = Guid.CreateVersion7();
    private static readonly TrainingClass[] s_classes = [new(Guid.Empty, "cat", "Cat", "#fff"), new(Guid.Empty, "dog", "Dog", "#fff")];

    public EvaluationPanelTests() => Radzen.ServiceCollectionExtensions.AddRadzenComponents(Services);

    [Fact]
    public void Panel_OfADetection_ShowsCurvesConfusionCalibrationSizesAndWorstImages()
    {
        var panel = Render<EvaluationPanel>(parameters => parameters.Add(one => one.ProjectId, s_project).Add(one => one.Evaluations, [Evaluation(SplitKind.Val), Evaluation(SplitKind.Test)]));

        panel.FindAll("[role=tab]")[1].GetAttribute("aria-selected").Should().Be("true", "the test split says most");
        panel.FindAll(".chart-mark-text").Should().ContainSingle().Which.TextContent.Should().StartWith("Recommended threshold");
        panel.FindAll(".heat tbody td").Select(cell => cell.TextContent).Should().Equal("1", "1", "", "", "", "1", "1", "", "");
        panel.FindAll(".reliability-bar").Should().NotBeEmpty();
        panel.FindAll(".size-buckets tbody tr")[1].QuerySelectorAll(".num")[0].TextContent.Should().Be("3");
        panel.Find(".worst-thumb a").GetAttribute("href").Should().Be($"/projects/{s_project}/annotate/{s_asset}");
        panel.Find(".worst-thumb img").GetAttribute("src").Should().Be($"/api/assets/{s_asset}/thumbnail?size=512");
        panel.FindAll(".judged-falsePositive").Should().NotBeEmpty();
    }

    [Fact]
    public void Panel_AnotherRanking_ShowsItsImages()
    {
        var panel = Render<EvaluationPanel>(parameters => parameters.Add(one => one.ProjectId, s_project).Add(one => one.Evaluations, [Evaluation(SplitKind.Test)]));

        panel.FindAll("[role=tab]").Single(tab => tab.TextContent.StartsWith("Confusions")).Click();

        panel.FindAll(".worst-thumb .judged-confused").Should().NotBeEmpty();
    }

    [Fact]
    public void Panel_OfADetailsFreeEvaluation_SaysSo()
    {
        var panel = Render<EvaluationPanel>(parameters => parameters.Add(one => one.ProjectId, s_project).Add(one => one.Evaluations, [Evaluation(SplitKind.Test) with { Details = null }]));

        panel.Markup.Should().Contain("without details");
    }

    [Fact]
    public void HeatMap_OfHundredClasses_ShowsTheMostConfusedOnly()
    {
        const int Classes = 100;
        var counts = new int[Classes * Classes];
        counts[(70 * Classes) + 71] = 9;

        var map = Render<ConfusionHeatMap>(parameters => parameters
            .Add(one => one.Names, [.. Enumerable.Range(0, Classes).Select(index => $"class {index}")]).Add(one => one.Counts, counts).Add(one => one.Text, ""));

        map.FindAll("tbody tr").Should().HaveCountLessThan(30);
        map.FindAll("th[scope=row]").Select(head => head.GetAttribute("title")).Should().Contain(["class 70", "class 71"]);
    }

    [Fact]
    public void Thumb_OfAVideoFrame_ShowsTheFrame()
    {
        var image = new WorstImage($"{s_asset}#17", 100, 50, 0, 1, 0, [new JudgedShape(true, ShapeVerdict.Missed, 0, null, 1, 2, 30, 40)]);

        var thumb = Render<WorstThumb>(parameters => parameters.Add(one => one.ProjectId, s_project).Add(one => one.Image, image).Add(one => one.ClassNames, ["Cat"]));

        thumb.Find("img").GetAttribute("src").Should().Be($"/api/assets/{s_asset}/frames/17");
    }

    // A cat found, a cat taken for a dog, a dog missed, and a cat where there is none.
    private static EvaluationView Evaluation(SplitKind split)
    {
        CocoBox Box(int x) => new(x, 0, 50, 50);
        var image = new ImageResult([new(0, Box(0)), new(0, Box(100)), new(1, Box(200))], [new(0, .9, Box(0)), new(1, .9, Box(100)), new(0, .9, Box(300))])
        {
            Name = s_asset.ToString(), Width = 400, Height = 300,
        };
        var scores = DetectionScoring.Score([image], s_classes, OverlapMeasure.Boxes);
        return new EvaluationView(Guid.CreateVersion7(), Guid.Empty, "Pets", "v1", split, scores.F1, scores.Precision, scores.Recall, scores.Lenient, scores.Strict, scores.Details, default);
    }
}
