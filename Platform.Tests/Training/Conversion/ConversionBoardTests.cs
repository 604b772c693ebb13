using Platform.Core.Jobs;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Training.Conversion;

namespace Platform.Tests.Training.Conversion;

public sealed class ConversionBoardTests
{
    [Fact]
    public void Jobs_OfAProcessThatEnded_AreThereWithAllThatWasAsked()
    {
        using var folder = new TemporaryFolder();
        var options = new ConversionOptions { Root = folder.Path };
        var first = new ConversionBoard(options, TimeProvider.System);
        var spec = new ConversionSpec(ArtifactFormat.OnnxExternal, ArtifactPrecision.Int8) { WithSuppression = true, IouThreshold = .5f, Calibration = new CalibrationSpec(7, CalibrationMethod.MinMax) };
        var (underWay, done) = (Add(first, spec), Add(first, spec));
        first.Enter(underWay, JobState.Running);
        first.Enter(done, JobState.Completed);
        Directory.CreateDirectory(first.FolderOf(underWay).Spool);

        var second = new ConversionBoard(options, TimeProvider.System);

        second.Get(underWay).Should().BeEquivalentTo(new { State = JobState.Interrupted, CanRestart = true, Spec = spec });
        Directory.Exists(second.FolderOf(underWay).Spool).Should().BeFalse("half-made files are of no use to anybody");
        second.Get(done).State.Should().Be(JobState.Completed);
        second.Renew(underWay);
        second.Get(underWay).State.Should().Be(JobState.Queued);
        second.Invoking(board => board.Renew(done)).Should().Throw<DomainRuleException>().Which.Code.Should().Be("job.not_restartable");
    }

    private static Guid Add(ConversionBoard board, ConversionSpec spec)
    {
        var job = new ConversionJob
        {
            Id = Guid.CreateVersion7(), UserId = Guid.CreateVersion7(), UserName = "Ada", CreatedAt = TimeProvider.System.GetUtcNow(), ModelVersionId = Guid.CreateVersion7(), Spec = spec,
        };
        board.Add(job);
        return job.Id;
    }
}
