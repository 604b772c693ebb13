using Platform.Core.Annotations.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange;
using Platform.Tests.Interchange;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

public sealed class ImportAnnotationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Import_AfterItsPreview_DoesWhatThePreviewSaid(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, _) = await world.AddDraftAsync(3);
        var source = Source();
        var request = new ImportRequest(ApplySplits: true);

        var preview = await world.Imports.PreviewAsync(world.Actor, version, source, request, Cancellation);
        (await CountAsync(world, version)).Should().Be(0);
        var report = await world.Import.ExecuteAsync(world.Actor, version, source, request, Cancellation);

        report.Should().BeEquivalentTo(preview);
        report.Should().BeEquivalentTo(new { Images = 3, MatchedImages = 2, Shapes = 3, KeptImages = Array.Empty<string>() });
        report.MissingImages.Should().Equal("gone.png");
        report.ImagesWithoutAnnotations.Should().Equal("2.png");
        (await CountAsync(world, version)).Should().Be(3);
        var splits = (await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation)).Splits;
        splits.ToDictionary(split => split.Split, split => split.Assets).Should().Equal(
            new Dictionary<SplitKind, int> { [SplitKind.Train] = 1, [SplitKind.Val] = 0, [SplitKind.Test] = 1, [SplitKind.Unassigned] = 1 });
    }

    [Theory]
    [InlineData(ExistingAnnotations.Keep, false, 3, 2, 0)]
    [InlineData(ExistingAnnotations.Add, false, 3, 0, 3)]
    [InlineData(ExistingAnnotations.Add, true, 6, 0, 3)]
    [InlineData(ExistingAnnotations.Replace, false, 3, 0, 0)]
    public async Task Import_Again_TreatsWhatStandsAsAsked(ExistingAnnotations existing, bool keepDuplicates, int shapes, int kept, int duplicates)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (version, _) = await world.AddDraftAsync(3);
        await world.Import.ExecuteAsync(world.Actor, version, Source(), new ImportRequest(), Cancellation);

        var request = new ImportRequest(Existing: existing) { KeepDuplicates = keepDuplicates };
        var preview = await world.Imports.PreviewAsync(world.Actor, version, Source(), request, Cancellation);
        var report = await world.Import.ExecuteAsync(world.Actor, version, Source(), request, Cancellation);

        report.Should().BeEquivalentTo(preview);
        (await CountAsync(world, version)).Should().Be(shapes);
        report.KeptImages.Should().HaveCount(kept);
        report.DuplicateShapes.Should().Be(duplicates);
    }

    [Theory, EveryDatabase]
    public async Task Import_RaisesRevisions_SoThatAnOpenCanvasNotices(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(3);
        await world.Import.ExecuteAsync(world.Actor, version, Source(), new ImportRequest(), Cancellation);

        var document = await world.Annotations.GetDocumentAsync(world.Actor, (await world.Assets.ListAsync(world.Actor, version, new(Text: "0.png"), null, 1, Cancellation)).Items[0].Id, Cancellation);

        document.Revision.Should().Be(1);
        document.Annotations.Should().HaveCount(2).And.OnlyContain(item => item.Revision == 1 && item.Source == "human" && item.Annotator == world.Actor.Name);
        assets.Should().HaveCount(3);
    }

    [Theory, EveryDatabase]
    public async Task Import_IntoAFrozenVersion_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await world.Seed.FreezeAsync(world.Database);

        (await DatasetWorld.RefusedAsync(() => world.Import.ExecuteAsync(world.Actor, world.Seed.Version.Id, Source(), new ImportRequest(), Cancellation))).Should().Be("row.frozen");
    }

    private static MemoryImportSource Source() => Sources.Of(
        ("Annotations/0.xml", Sources.Voc("0.png", ("cell", Sources.Box(1, 1, 9, 9)), ("cell", Sources.Box(20, 20, 40, 40)), ("dust", Sources.Box(1, 1, 5, 5)))),
        ("Annotations/1.xml", Sources.Voc("1.png", ("cell", Sources.Box(50, 50, 120, 70)))),
        ("Annotations/gone.xml", Sources.Voc("gone.png", ("cell", Sources.Box(1, 1, 9, 9)))),
        ("ImageSets/Main/train.txt", "0\n"), ("ImageSets/Main/test.txt", "1\n"));

    private static async Task<int> CountAsync(DatasetWorld world, Guid version) => (await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation)).Version.AnnotationCount;
}
