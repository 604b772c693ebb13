using Bunit;
using Platform.Tests.Web.Components;
using Platform.Training.Conversion;
using Platform.Web.Components.Models;

namespace Platform.Tests.Web.Models;

public sealed class ScoreChangeTests : ComponentTest
{
    [Theory]
    [InlineData(.500, .490, ".score-change-loss", "width:10%", "−1.0")]
    [InlineData(.500, .525, ".score-change-gain", "width:25%", "+2.5")]
    [InlineData(.500, .200, ".score-change-loss", "width:50%", "−30.0")]
    [InlineData(.500, .500, ".score-change-gain", "width:0%", "±0.0")]
    public void Change_OfTheScore_IsABarAndPoints(double before, double after, string bar, string style, string points)
    {
        var change = Render<ScoreChange>(parameters => parameters.Add(one => one.Facts, new ArtifactFacts { Accuracy = new AccuracyChange("mAP50_95", "val", 20, before, after) }));

        change.Find(bar).GetAttribute("style").Should().Be(style);
        change.Find(".score-change-text").TextContent.Should().Be(points);
        change.Find(".score-change").GetAttribute("title").Should().Contain("mAP50-95").And.Contain("20");
    }

    [Fact]
    public void File_ThatWasUploaded_NamesWhoBroughtIt() =>
        Render<ScoreChange>(parameters => parameters.Add(one => one.Facts, new ArtifactFacts { UploadedBy = "Kim" })).Markup.Should().Contain("Kim");
}
