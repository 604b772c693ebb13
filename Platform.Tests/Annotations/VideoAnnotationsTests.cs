using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

/// <summary>Frames, tracks and the stack: what a save accepts, and what it says where it does not.</summary>
public sealed class VideoAnnotationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Keyframes_OfATrack_AreKeptWithFrameTrackAndPlaceInTheStack(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine, frames: 10);
        var track = world.Seed.NewId();
        var first = Keyframe(world, track, 0) with { ZOrder = 3 };

        await SaveAsync(world, [first, Keyframe(world, track, 9)]);

        var document = await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation);
        document.Video.Should().BeEquivalentTo(new VideoTiming(10, 25, 400, []));
        document.Annotations.Where(item => item.TrackId == track).Select(item => (item.Frame, item.ZOrder)).Should().BeEquivalentTo(new (int?, int)[] { (0, 3), (9, 0) });
    }

    [Theory, EveryDatabase]
    public async Task Upsert_LeavingPartsOut_KeepsThemAndNullClearsThem(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine, frames: 10);
        var track = world.Seed.NewId();
        var keyframe = Keyframe(world, track, 4) with { ZOrder = 2 };
        await SaveAsync(world, [keyframe]);
        async Task<(int?, Guid?, int)> Placed() => (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations
            .Where(item => item.Id == keyframe.Id).Select(item => (item.Frame, item.TrackId, item.ZOrder)).Single();

        await SaveAsync(world, [keyframe with { Frame = default, TrackId = default, ZOrder = null, Geometry = SaveAnnotationsTests.Geometry(5, 5, 5, 5) }]);
        (await Placed()).Should().Be((4, track, 2));

        await SaveAsync(world, [keyframe with { TrackId = (Guid?)null, ZOrder = 0 }]);
        (await Placed()).Should().Be((4, null, 0));
    }

    [Theory, EveryDatabase]
    public async Task Save_OfWhatNoVideoCanHold_IsRefusedWithItsReason(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine, frames: 10);
        var (track, other) = (world.Seed.NewId(), await AddClassAsync(world));
        await SaveAsync(world, [Keyframe(world, track, 0), Keyframe(world, track, 5)]);
        Task<string> Code(params AnnotationUpsert[] upserts) => DatasetWorld.RefusedAsync(() => SaveAsync(world, upserts));

        (await Code(Keyframe(world, track, 10))).Should().Be("annotation.frame_outside");
        (await Code(Keyframe(world, track, -1))).Should().Be("annotation.frame_outside");
        (await Code(SaveAnnotationsTests.Box(world, 1, 1, 5, 5))).Should().Be("annotation.frame_missing");
        (await Code(SaveAnnotationsTests.Box(world, 1, 1, 5, 5) with { TrackId = track })).Should().Be("annotation.track_needs_frame");
        (await Code(Keyframe(world, track, 5))).Should().Be("annotation.track_frame_taken");
        (await Code(Keyframe(world, track, 7), Keyframe(world, track, 7))).Should().Be("annotation.track_frame_taken");
        (await Code(Keyframe(world, track, 7) with { ClassId = other, Type = null })).Should().Be("annotation.track_class");
    }

    [Theory, EveryDatabase]
    public async Task Save_OnAnImage_TakesNoFrame(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        (await DatasetWorld.RefusedAsync(() => SaveAsync(world, [Keyframe(world, world.Seed.NewId(), 0)]))).Should().Be("annotation.frame_on_image");

        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Video.Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task Keyframes_ChangingPlacesInOneSave_AreJudgedByWhereTheyEndUp(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine, frames: 10);
        var track = world.Seed.NewId();
        var (early, late) = (Keyframe(world, track, 2), Keyframe(world, track, 8));
        await SaveAsync(world, [early, late]);

        await SaveAsync(world, [early with { Frame = 8 }, late with { Frame = 2 }]);
        await SaveAsync(world, [Keyframe(world, track, 2)], late.Id);

        (await FramesOfAsync(world, track)).Should().Equal(2, 8);
    }

    [Theory, EveryDatabase]
    public async Task Track_RelabelledWhole_TakesTheNewClass(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine, frames: 10);
        var (track, other) = (world.Seed.NewId(), await AddClassAsync(world));
        var (early, late) = (Keyframe(world, track, 2), Keyframe(world, track, 8));
        await SaveAsync(world, [early, late]);

        (await DatasetWorld.RefusedAsync(() => SaveAsync(world, [early with { ClassId = other }]))).Should().Be("annotation.track_class");
        await SaveAsync(world, [early with { ClassId = other }, late with { ClassId = other }]);

        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations
            .Where(item => item.TrackId == track).Should().HaveCount(2).And.OnlyContain(item => item.ClassId == other);
    }

    [Theory, EveryDatabase]
    public async Task Track_RefusedByTheRules_LeavesTheRevisionAsItWas(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine, frames: 10);
        var track = world.Seed.NewId();
        await SaveAsync(world, [Keyframe(world, track, 2)]);

        await DatasetWorld.RefusedAsync(() => SaveAsync(world, [Keyframe(world, track, 2)]));

        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Revision.Should().Be(1);
    }

    [Theory, EveryDatabase]
    public async Task Draft_OfAVideo_CopiesTracksAndStack(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine, frames: 10);
        var track = world.Seed.NewId();
        await SaveAsync(world, [Keyframe(world, track, 0), Keyframe(world, track, 9) with { ZOrder = 5 }]);

        var draft = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);

        var lines = await ManifestAsync(world, draft);
        lines[^1].Should().Contain("\"frame\":0,\"track\":0}").And.Contain("\"frame\":9,\"track\":0,\"zOrder\":5}");
        lines.Should().Equal(await ManifestAsync(world, world.Seed.Version.Id));
    }

    [Fact]
    public void Upsert_OverHttp_TellsLeftOutFromNull()
    {
        const string Start = """{"id":"00000000-0000-0000-0000-000000000001","classId":"00000000-0000-0000-0000-000000000002","type":"bbox","geometry":{}""";
        static AnnotationUpsert Read(string rest) => JsonSerializer.Deserialize<AnnotationUpsert>(Start + rest + "}", JsonSerializerOptions.Web)!;

        Read("").Should().Match<AnnotationUpsert>(upsert => !upsert.Frame.IsGiven && !upsert.TrackId.IsGiven && !upsert.Attributes.IsGiven && upsert.ZOrder == null);
        Read(""","frame":null,"trackId":null,"attributes":null""").Should().Match<AnnotationUpsert>(upsert => upsert.Frame.IsGiven && upsert.TrackId.IsGiven && upsert.Attributes.IsGiven);
        Read(""","frame":3""").Frame.Should().Be(new Optional<int?>(3));
        JsonSerializer.Serialize(Read(""","trackId":null"""), JsonSerializerOptions.Web).Should().Contain("\"trackId\":null").And.NotContain("\"frame\"");
    }

    private static async Task<DatasetWorld> VideoAsync(DatabaseEngine engine, int frames)
    {
        var world = await DatasetWorld.CreateAsync(engine);
        await world.Database.ExecuteAsync($"DELETE FROM annotation");
        await world.Database.ExecuteAsync($"UPDATE asset SET type = 'video', frame_count = {frames}, fps = 25, duration_ms = {frames * 40}");
        return world;
    }

    private static async Task<Guid> AddClassAsync(DatasetWorld world)
    {
        var added = new LabelClass(world.Seed.NewId(), world.Seed.Ontology.Id, 1, "nucleus", "Nucleus", ShapeType.Bbox, "#00ff00", null, world.Database.Time.UtcNow);
        await world.ReadAsync(db =>
        {
            db.Add(added);
            return db.SaveChangesAsync(Cancellation);
        });
        return added.Id;
    }

    private static AnnotationUpsert Keyframe(DatasetWorld world, Guid track, int frame) => SaveAnnotationsTests.Box(world, 1, 1, 10, 10) with { Frame = frame, TrackId = track };

    private static async Task<List<int?>> FramesOfAsync(DatasetWorld world, Guid track) =>
        [.. (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations.Where(item => item.TrackId == track).Select(item => item.Frame).Order()];

    private static async Task<List<string>> ManifestAsync(DatasetWorld world, Guid version) =>
        await world.Content.StreamManifestAsync(world.Actor, version, Cancellation).ToListAsync(Cancellation);

    private static async Task SaveAsync(DatasetWorld world, IReadOnlyList<AnnotationUpsert> upserts, params Guid[] deletes)
    {
        var document = await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation);
        (await world.Save.ExecuteAsync(world.Actor, world.Seed.Asset.Id, document.Revision, upserts, deletes, Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();
    }
}
