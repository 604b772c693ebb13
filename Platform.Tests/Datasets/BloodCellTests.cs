using Platform.Core.Annotations.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Support;
using Platform.Training.Imaging;
using Platform.Training.Interop;

namespace Platform.Tests.Datasets;

/// <summary>The real microscope images, from folder to frozen version.</summary>
public sealed class BloodCellTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Folder_OfBloodCells_IsImportedSplitFrozenAndVerified(DatabaseEngine engine)
    {
        Assert.SkipUnless(Directory.Exists(Repo.Bccd), $"The real images are not at {Repo.Bccd}.");
        Assert.SkipUnless(ImagingLibrary.IsAvailable, $"The imaging library is missing, run Platform.Training/Native/build.sh: {ImagingLibrary.LoadError}");
        await using var world = await DatasetWorld.CreateAsync(engine, new OpenCvImageCodec());
        var ontology = await new CreateOntologyVersionCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(
            world.Actor, world.Seed.Project.Id, "blood", [.. new[] { "RBC", "WBC", "Platelets" }.Select(key => new LabelClassInput(null, key, null, ShapeType.Bbox, "#ff0000"))], Cancellation);
        var version = (await world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, "Blood", null, ontology, Cancellation)).VersionId;

        var report = await world.IngestFolder.ExecuteAsync(world.Admin, version, Repo.Bccd, new ImportRequest(InterchangeFormat.Voc, ApplySplits: true), null, Cancellation);
        var again = await world.IngestFolder.ExecuteAsync(world.Admin, version, Repo.Bccd, new ImportRequest(InterchangeFormat.Voc), null, Cancellation);
        var frozen = await world.FreezeAsync(version);

        report.Files.Added.Should().HaveCount(364);
        report.Files.Failed.Should().BeEmpty();
        report.Annotations!.Should().BeEquivalentTo(new { Images = 364, MatchedImages = 364, Shapes = 4886 });
        report.Annotations!.Problems.Should().HaveCount(2);
        again.Files.Duplicates.Should().HaveCount(364);
        again.Annotations!.KeptImages.Should().HaveCount(364);
        var details = await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation);
        details.Version.AnnotationCount.Should().Be(4886);
        details.Splits.Select(split => (split.Split, split.Assets)).Should().Equal((SplitKind.Train, 205), (SplitKind.Val, 87), (SplitKind.Test, 72), (SplitKind.Unassigned, 0));
        details.Classes.Select(count => (count.Key, count.Total)).Should().Equal(("RBC", 4153), ("WBC", 372), ("Platelets", 361));
        var verification = await world.Verify.ExecuteAsync(world.Actor, version, includeBytes: true, Cancellation);
        verification.IsIntact.Should().BeTrue();
        verification.ActualSha256.Should().Be(frozen.ContentSha256);
    }
}
