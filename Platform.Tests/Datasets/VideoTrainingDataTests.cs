using Platform.Core.Annotations;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

/// <summary>A model learns from the frames of a video that somebody annotated.</summary>
public sealed class VideoTrainingDataTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Frames_WithKeyframesOrShapes_HaveTheBoxesOfEveryTrackThatPassesThrough()
    {
        var (moving, leaving) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var frames = TrainingFrames.Of(
        [
            Box(0, 0, 0, moving), Box(0, 20, 10, moving), Box(1, 50, 5, leaving), Box(1, 50, 8, leaving, isOutside: true), Box(2, 90, 5, null),
        ], []).ToDictionary(seen => seen.Frame, seen => seen.Boxes.Select(box => (box.ClassIndex, box.X)).Order().ToList());

        frames.Keys.Should().Equal(0, 5, 8, 10);
        frames[0].Should().Equal((0, 0f));
        frames[5].Should().Equal((0, 10f), (1, 50f), (2, 90f));
        frames[8].Should().Equal((0, 16f));
        frames[10].Should().Equal((0, 20f));
    }

    [Fact]
    public void Frames_OnWhichNothingIsInSight_AreLeftOut() =>
        TrainingFrames.Of([Box(0, 0, 3, Guid.Empty, isOutside: true)], []).Should().BeEmpty();

    [Theory, EveryDatabase]
    public async Task Load_OfAVersionWithAVideo_GivesItsAnnotatedFramesAsPictures(DatabaseEngine engine)
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var report = await world.UploadAsync(version, ("b.mp4", VideoFiles.Make("reordered.mp4")), ("a.png", HeaderCodec.Png(100, 80, "a")));
        var (video, image) = (report.Added[0].AssetId, report.Added[1].AssetId);
        var track = Guid.CreateVersion7();
        await world.Save.ExecuteAsync(world.Actor, video, 0, [Keyframe(world, track, 40, 0), Keyframe(world, track, 80, 40)], [], Cancellation);
        await world.Save.ExecuteAsync(world.Actor, image, 0, [SaveAnnotationsTests.Box(world, 1, 2, 3, 4)], [], Cancellation);
        await world.Move.ExecuteAsync(world.Actor, version, [video, image], SplitKind.Train, Cancellation);
        await world.FreezeAsync(version);

        var data = await new TrainingDataQueries(world.Database.Contexts).LoadAsync(world.Actor, version, Cancellation);

        data.Images.Select(item => (item.AssetId, item.Frame?.Number, item.Boxes.Single().X)).Should().Equal((image, null, 1f), (video, 40, 0f), (video, 80, 40f));
        data.Images.Select(item => item.Name).Should().OnlyHaveUniqueItems();
        var files = new TrainingFiles(world.Cache, world.Frames);
        var paths = new List<string>();
        foreach (var item in data.Images)
        {
            paths.Add(await files.GetPathAsync(item, Cancellation));
        }

        VideoFiles.NumbersOn(paths.Skip(1).Select(File.ReadAllBytes)).Should().Equal(40, 80);
    }

    private static AnnotationUpsert Keyframe(DatasetWorld world, Guid track, int frame, double x) => SaveAnnotationsTests.Box(world, x, 1, 10, 10) with { Frame = frame, TrackId = track };

    private static VideoBox Box(int classIndex, double x, int frame, Guid? track, bool isOutside = false) =>
        new(classIndex, FormattableString.Invariant($$"""{"x":{{x}},"y":1,"width":10,"height":10}"""), frame, track, isOutside ? """{"outside":true}""" : null);
}
