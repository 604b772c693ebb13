using Platform.Web.Components.Projects;

namespace Platform.Tests.Web.Projects;

public sealed class ProjectProgressTests
{
    [Fact]
    public void Steps_OfAnEmptyProject_BeginWithTheOntology()
    {
        var steps = new ProjectProgress().Steps("/projects/1");
        steps.Should().HaveCount(7);
        steps.Single(step => step.IsNext).Key.Should().Be("ontology");
    }

    [Fact]
    public void Steps_WithImages_AskForAnnotationsInThatVersion()
    {
        var version = Guid.CreateVersion7();
        var next = new ProjectProgress { HasClasses = true, HasDataset = true, HasImages = true, DatasetVersionId = version }.Steps("/projects/1").Single(step => step.IsNext);
        next.Key.Should().Be("annotate");
        next.Href.Should().Be($"/projects/1/datasets/{version}");
    }

    [Fact]
    public void Steps_WhenAllIsDone_HaveNoNext() => new ProjectProgress
    {
        HasClasses = true, HasDataset = true, HasImages = true, HasAnnotations = true, HasFrozenVersion = true, HasModelVersion = true, HasPredictions = true,
    }.Steps("/projects/1").Should().OnlyContain(step => step.IsDone && !step.IsNext);
}
