using System.Xml.Linq;
using Platform.Tests.Support;
using Platform.Training.Runs;
using Platform.Training.Trainer;
using LogSeverity = Platform.Training.Runs.Events.LogSeverity;

namespace Platform.Tests.Training.Runs;

public sealed class RunLinesTests
{
    [Fact]
    public void Texts_OfTheLog_AreTheEnglishOnesOfThePages()
    {
        var pages = XDocument.Load(Path.Combine(Repo.Root, "Platform.Web", "Resources", "Texts.resx")).Root!.Elements("data")
            .Where(data => data.Attribute("name")!.Value.StartsWith("runlog.", StringComparison.Ordinal)).ToDictionary(data => data.Attribute("name")!.Value[7..], data => data.Element("value")!.Value);
        pages.Should().BeEquivalentTo(RunLines.Texts);
    }

    [Fact]
    public void Line_OfACode_CarriesItsEnglishAndItsArguments() =>
        RunLines.Warning("resumed", 7, "last.bin").Should().BeEquivalentTo(new { Severity = LogSeverity.Warning, Text = "Resumed after epoch 7 from last.bin.", Code = "resumed", Arguments = new[] { "7", "last.bin" } });

    [Fact]
    public void Line_OfTheTrainer_KeepsItsCode() =>
        RunLines.Of(new LogLine(Platform.Training.Trainer.LogSeverity.Information, "Mosaic is off.") { Code = "plain", Arguments = ["9"] }).Should().BeEquivalentTo(new { Code = "plain", Arguments = new[] { "9" } });

    [Fact]
    public void Line_OfAFailureOfAnotherKind_IsToldAsItCame() =>
        RunLines.OfFailure(new IOException("No space left.")).Should().BeEquivalentTo(new { Severity = LogSeverity.Error, Text = "No space left.", Code = (string?)null });
}
