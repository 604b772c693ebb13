using Platform.Core.Shared;
using Platform.Core.Video;
using Platform.Tests.Support;

namespace Platform.Tests.Video;

/// <summary>Frame n is the n-th decoded frame, whatever way leads to it.</summary>
public sealed class FrameTests
{
    private static readonly string s_realVideo = Path.Combine(Repo.SharedData, "interchange", "cvat_dataset", "test.mp4");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [.. VideoFiles.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Frame_WhereverOneJumps_IsTheOneThatAWholeDecodeShows(string kind)
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var video = VideoFiles.Make(kind);
        var expected = VideoFiles.NumbersOf(video);
        var asset = await AddAsync(world, kind, video);

        // Far jumps in both directions, single steps in both directions, first and last.
        int[] frames = [expected.Length - 1, 0, 100, 101, 102, 99, 98, 41, 39, 40, 80, 79, 61, 60, 59, 58, 115, 33];
        var images = new List<byte[]>();
        foreach (var frame in frames)
        {
            images.Add(await GetAsync(world, asset, frame));
        }

        VideoFiles.NumbersOn(images).Should().Equal(frames.Select(frame => expected[frame]));
    }

    [Fact]
    public async Task Frames_OfATrimmedVideoThatStartsInsideAGroup_AreExact()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var video = VideoFiles.Remux(VideoFiles.Make("reordered.mp4"), "trimmed.mp4", ["-ss", "1.3"], []);
        var expected = VideoFiles.NumbersOf(video);
        var asset = await AddAsync(world, "trimmed.mp4", video);

        int[] frames = [3, 0, 20, 150, 149, expected.Length - 1];
        var images = new List<byte[]>();
        foreach (var frame in frames)
        {
            images.Add(await GetAsync(world, asset, frame));
        }

        VideoFiles.NumbersOn(images).Should().Equal(frames.Select(frame => expected[frame]));
    }

    [Fact]
    public async Task Frames_AskedByManyAtOnce_AreAllExact()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var video = VideoFiles.Make("reordered.mp4");
        var asset = await AddAsync(world, "a.mp4", video);

        var frames = Enumerable.Range(0, 60).Select(i => i * 37 % 200).ToArray();
        var images = await Task.WhenAll(frames.Select(frame => Task.Run(() => GetAsync(world, asset, frame))));

        VideoFiles.NumbersOn(images).Should().Equal(frames);
    }

    [Fact]
    public async Task Frame_AsPng_HasTheDecodersOwnPixels()
    {
        VideoFiles.Need();
        Assert.SkipUnless(File.Exists(s_realVideo), "The shared test data is not here.");
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var asset = await AddAsync(world, "test.mp4", await File.ReadAllBytesAsync(s_realVideo, Cancellation));
        var details = await world.Assets.GetAsync(world.Actor, asset, Cancellation);
        details.Should().BeEquivalentTo(new { Width = 240, Height = 180, FrameCount = 30, Fps = 15.0, DurationMs = 2000, Codec = "mpeg4" });

        foreach (var frame in new[] { 29, 13, 0 })
        {
            var png = await GetAsync(world, asset, frame, FrameFormat.Png);
            using var folder = new TemporaryFolder();
            VideoFiles.PixelsOf(folder.Write("frame.png", png), 0, 240, 180).Should().Equal(VideoFiles.PixelsOf(s_realVideo, frame, 240, 180));
        }
    }

    [Fact]
    public async Task Frame_OfATurnedVideo_ComesUpright()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var turned = VideoFiles.Remux(VideoFiles.Make("reordered.mp4"), "turned.mp4", [], ["-metadata:s:v:0", "rotate=90"]);
        var asset = await AddAsync(world, "turned.mp4", turned);

        var png = await GetAsync(world, asset, 5, FrameFormat.Png);

        var header = world.Codec.Probe(png);
        (header.Width, header.Height).Should().Be((VideoFiles.Height, VideoFiles.Width));
    }

    [Fact]
    public async Task Frame_NotThere_OrOfAnImage_OrOfAnotherDepartment_IsRefused()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var version = await world.AddEmptyDraftAsync();
        var report = await world.UploadAsync(version, ("a.mp4", VideoFiles.Make("reordered.mp4")), ("a.png", HeaderCodec.Png(20, 10, "a")));
        var (video, image) = (report.Added[0].AssetId, report.Added[1].AssetId);

        (await DatasetWorld.RefusedAsync(() => GetAsync(world, video, 200))).Should().Be(VideoErrorCodes.NoSuchFrame);
        (await DatasetWorld.RefusedAsync(() => GetAsync(world, video, -1))).Should().Be(VideoErrorCodes.NoSuchFrame);
        (await DatasetWorld.RefusedAsync(() => GetAsync(world, image, 0))).Should().Be(VideoErrorCodes.NotVideoAsset);
        var stranger = world.Actor with { DepartmentId = Guid.CreateVersion7() };
        await world.Invoking(it => it.AssetFrames.GetFrameAsync(stranger, video, 0, FrameFormat.Jpeg, Cancellation)).Should().ThrowAsync<NotFoundException>();
    }

    [Fact]
    public async Task Frames_AfterTheirIndexWasLost_AreFoundAgain()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var asset = await AddAsync(world, "a.mp4", VideoFiles.Make("reordered.mp4"));
        var index = Directory.EnumerateFiles(world.Folder["cache"], "*.idx", SearchOption.AllDirectories).Single();
        File.WriteAllText(index, "damaged");
        VideoFiles.NumbersOn([await GetAsync(world, asset, 77)]).Should().Equal(77);
    }

    [Fact]
    public async Task Frames_OfAVideoWhoseDecoderFails_SayWhich()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var asset = await AddAsync(world, "a.mp4", VideoFiles.Make("reordered.mp4"));
        world.VideoOptions.Ffmpeg = "/bin/false";
        (await DatasetWorld.RefusedAsync(() => GetAsync(world, asset, 3))).Should().Be(VideoErrorCodes.FrameFailed);
        world.VideoOptions.Ffmpeg = "no-such-program";
        (await DatasetWorld.RefusedAsync(() => GetAsync(world, asset, 3))).Should().Be(VideoErrorCodes.FfmpegMissing);
    }

    [Fact]
    public async Task Frames_BeyondTheCachesBound_MakeRoomAndStayExact()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var asset = await AddAsync(world, "a.mp4", VideoFiles.Make("reordered.mp4"));
        var small = new VideoFrames(new VideoOptions { FrameCacheBytes = 25_000 }, world.Indexes, world.Cache, world.Folder["small"], Microsoft.Extensions.Logging.Abstractions.NullLogger<VideoFrames>.Instance);
        var details = await world.Assets.GetAsync(world.Actor, asset, Cancellation);
        var source = new VideoSource(details.Sha256, details.StorageUri, details.Width, details.Height, 200);

        int[] frames = [.. Enumerable.Range(0, 200), 0, 199];
        var images = new List<byte[]>();
        foreach (var frame in frames)
        {
            images.Add(await BytesAsync((await small.GetAsync(source, frame, FrameFormat.Jpeg, ahead: false, Cancellation)).Content));
        }

        await small.DisposeAsync();
        VideoFiles.NumbersOn(images).Should().Equal(frames);
        images.Sum(image => image.Length).Should().BeGreaterThan(50_000);
        new DirectoryInfo(world.Folder["small"]).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length).Should().BeLessThan(50_000);
    }

    [Fact]
    public async Task Thumbnail_OfAVideo_IsMadeOfItsMiddleFrame()
    {
        VideoFiles.Need();
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var asset = await AddAsync(world, "a.mp4", VideoFiles.Make("reordered.mp4"));
        (await world.Media.GetThumbnailAsync(world.Actor, asset, 128, Cancellation)).MediaType.Should().Be("image/jpeg");
        Directory.EnumerateFiles(world.Folder["frames"], "*.jpg", SearchOption.AllDirectories).Select(Path.GetFileName).Should().Equal("100.jpg");
        (await world.Media.GetImageAsync(world.Actor, asset, Cancellation)).MediaType.Should().Be("video/mp4");
    }

    private static async Task<Guid> AddAsync(DatasetWorld world, string name, byte[] video) =>
        (await world.UploadAsync(await world.AddEmptyDraftAsync(), (name, video))).Added.Single().AssetId;

    private static async Task<byte[]> GetAsync(DatasetWorld world, Guid asset, int frame, FrameFormat format = FrameFormat.Jpeg) =>
        await BytesAsync((await world.AssetFrames.GetFrameAsync(world.Actor, asset, frame, format, Cancellation)).Content);

    private static async Task<byte[]> BytesAsync(Stream stream)
    {
        await using var content = stream;
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }
}
