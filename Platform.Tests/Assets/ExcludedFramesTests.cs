using Platform.Core.Annotations;
using Platform.Core.Assets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

/// <summary>Frames of a video that a person leaves out of labelling and training.</summary>
public sealed class ExcludedFramesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task DeleteFrame_Excluded_StandsInTheDocument_AndIsRestored(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine);

        (await ExcludeAsync(world, [7, 2, 7], [])).Should().Equal(2, 7);
        (await ExcludeAsync(world, [3], [2])).Should().Equal(3, 7);

        (await DocumentAsync(world)).Video!.ExcludedFrames.Should().Equal(3, 7);
        (await ExcludeAsync(world, [], [3, 7])).Should().BeEmpty();
        (await DocumentAsync(world)).Video!.ExcludedFrames.Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task DeleteFrame_OfTwoPeopleAtOnce_LosesNeither(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(frame => ExcludeAsync(world, [frame], [])));

        (await DocumentAsync(world)).Video!.ExcludedFrames.Should().Equal(0, 1, 2, 3, 4, 5);
    }

    [Theory, EveryDatabase]
    public async Task DeleteFrame_ThatIsNone_OrTheLastOneLeft_OrOfAnImage_IsRefused(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine);
        var (_, images) = await world.AddDraftAsync(1);

        (await DatasetWorld.RefusedAsync(() => ExcludeAsync(world, [10], []))).Should().Be("video.no_such_frame");
        (await DatasetWorld.RefusedAsync(() => ExcludeAsync(world, [.. Enumerable.Range(0, 10)], []))).Should().Be("video.all_frames_excluded");
        (await DatasetWorld.RefusedAsync(() => new ExcludeFramesCommand(world.Database.Contexts).ExecuteAsync(world.Actor, images[0], [0], [], Cancellation))).Should().Be("video.asset_is_image");
        (await DatasetWorld.RefusedAsync(() => new ExcludeFramesCommand(world.Database.Contexts).ExecuteAsync(world.Actor with { DepartmentId = Guid.NewGuid() }, world.Seed.Asset.Id, [0], [], Cancellation)))
            .Should().Be("not_found");
        (await DocumentAsync(world)).Video!.ExcludedFrames.Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task DeleteFrame_InACopiedVersion_IsLeftOutThere_AndPartOfTheHash(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine);
        var before = await ManifestAsync(world, world.Seed.Version.Id);
        await ExcludeAsync(world, [4, 1], []);

        var draft = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);

        var copied = await ManifestAsync(world, draft);
        copied.Should().Equal(await ManifestAsync(world, world.Seed.Version.Id));
        copied[^1].Should().Contain("\"excludedFrames\":[1,4],\"shapes\":");
        before[^1].Should().NotContain("excludedFrames", "a version without such frames has the hash that it always had");
    }

    [Theory, EveryDatabase]
    public async Task DeleteFrame_OfAFrozenVersion_IsRefused_AndTrainingDoesNotSeeIt(DatabaseEngine engine)
    {
        await using var world = await VideoAsync(engine);
        var track = world.Seed.NewId();
        await world.Save.ExecuteAsync(world.Actor, world.Seed.Asset.Id, (await DocumentAsync(world)).Revision, [Keyframe(world, track, 2), Keyframe(world, track, 5), Keyframe(world, track, 8)], [], Cancellation);
        await ExcludeAsync(world, [5], []);
        await world.FreezeAsync(world.Seed.Version.Id);

        (await DatasetWorld.RefusedAsync(() => ExcludeAsync(world, [6], []))).Should().Be("row.frozen");

        var data = await new TrainingDataQueries(world.Database.Contexts).LoadAsync(world.Actor, world.Seed.Version.Id, Cancellation);
        data.Images.Select(image => image.Frame?.Number).Should().Equal(2, 8);
    }

    private static async Task<DatasetWorld> VideoAsync(DatabaseEngine engine)
    {
        var world = await DatasetWorld.CreateAsync(engine);
        await world.Database.ExecuteAsync($"DELETE FROM annotation");
        await world.Database.ExecuteAsync($"UPDATE asset SET type = 'video', frame_count = 10, fps = 25, duration_ms = 400");
        return world;
    }

    private static AnnotationUpsert Keyframe(DatasetWorld world, Guid track, int frame) => SaveAnnotationsTests.Box(world, 1, 1, 10, 10) with { Frame = frame, TrackId = track };

    private static Task<IReadOnlyList<int>> ExcludeAsync(DatasetWorld world, IReadOnlyCollection<int> exclude, IReadOnlyCollection<int> restore) =>
        new ExcludeFramesCommand(world.Database.Contexts).ExecuteAsync(world.Actor, world.Seed.Asset.Id, exclude, restore, Cancellation);

    private static Task<AnnotationDocument> DocumentAsync(DatasetWorld world) => world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation);

    private static async Task<List<string>> ManifestAsync(DatasetWorld world, Guid version) =>
        await world.Content.StreamManifestAsync(world.Actor, version, Cancellation).ToListAsync(Cancellation);
}
