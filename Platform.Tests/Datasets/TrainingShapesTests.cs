using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

/// <summary>Each task learns from the shapes it asks for, and from nothing that nobody accepted.</summary>
public sealed class TrainingShapesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Load_GivesTheShapesAskedForBesideTheBoxes(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (tag, outline) = (await AddClassAsync(world, "night", 1, null), await AddClassAsync(world, "leaf", 2, ShapeType.Polygon));
        var (version, assets) = await world.AddDraftAsync(2);
        await world.Seed.FreezeAsync(world.Database);
        var model = await world.Seed.AddModelVersionAsync(world.Database);
        await world.Save.ExecuteAsync(world.Actor, assets[0], 0, [Shape(tag, null, "{}"), Shape(outline, "polygon", """{"rings":[[1,1,9,1,9,9]]}"""), SaveAnnotationsTests.Box(world, 1, 2, 3, 4)], [], Cancellation);
        await world.AddModelAnnotations.ExecuteAsync(
            world.Actor, version, model.Id, [new AssetPredictions(assets[1], [new PredictedShape("night", TagGeometry.Instance, 0.9)])], Cancellation);
        await world.Move.ExecuteAsync(world.Actor, version, assets, SplitKind.Train, Cancellation);
        await world.FreezeAsync(version);
        var queries = new TrainingDataQueries(world.Database.Contexts);

        var tags = await queries.LoadAsync(world.Actor, version, [null], Cancellation);
        var outlines = await queries.LoadAsync(world.Actor, version, [ShapeType.Polygon, ShapeType.Mask], Cancellation);
        var boxes = await queries.LoadAsync(world.Actor, version, Cancellation);

        tags.Classes.Select(item => (item.Key, item.Shape)).Should().Equal(("cell", ShapeType.Bbox), ("night", null), ("leaf", ShapeType.Polygon));
        tags.Images.Select(image => image.Shapes.Count).Should().Equal(1, 0);
        tags.Images[0].Shapes[0].Should().Be(new TrainingShape(1, TagGeometry.Instance));
        outlines.Images[0].Shapes.Should().ContainSingle().Which.ClassIndex.Should().Be(2);
        outlines.Images[0].Shapes[0].Geometry.Should().BeOfType<PolygonGeometry>().Which.Rings[0].Should().Equal(1, 1, 9, 1, 9, 9);
        boxes.Images.Should().OnlyContain(image => image.Shapes.Count == 0);
        new[] { tags, outlines, boxes }.Should().OnlyContain(data => data.Images[0].Boxes.Count == 1);
    }

    private static AnnotationUpsert Shape(Guid classId, string? type, string geometry) => new(Guid.CreateVersion7(), classId, type, JsonElement.Parse(geometry));

    private static Task<Guid> AddClassAsync(DatasetWorld world, string key, int order, ShapeType? shape) => world.ReadAsync(async db =>
    {
        var added = new LabelClass(Guid.CreateVersion7(), world.Seed.Ontology.Id, order, key, key, shape, "#00ff00", null, DateTime.UtcNow);
        db.Add(added);
        await db.SaveChangesAsync(Cancellation);
        return added.Id;
    });
}
