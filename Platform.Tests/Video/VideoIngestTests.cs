using System.Diagnostics;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Assets;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Core.Imaging;
using Platform.Core.Interchange;
using Platform.Core.Shared;
using Platform.Core.Video;
using Platform.Tests.Support;

namespace Platform.Tests.Video;

public sealed class VideoIngestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Ingest_OfAVideo_RecordsWhatItIs(DatabaseEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var video = VideoFiles.Make("reordered.mp4");

        var report = await world.UploadAsync(version, ("day/one.mp4", video), ("again.mp4", video), ("a.png", HeaderCodec.Png(20, 10, "a")));

        report.Added.Select(asset => asset.Name).Should().Equal("day/one.mp4", "a.png");
        report.Duplicates.Should().ContainSingle().Which.ExistingName.Should().Be("day/one.mp4");
        var asset = await world.Assets.GetAsync(world.Actor, report.Added[0].AssetId, Cancellation);
        asset.Should().BeEquivalentTo(new { Type = AssetType.Video, Width = VideoFiles.Width, Height = VideoFiles.Height, DurationMs = 8000, Fps = 25.0, FrameCount = 200, Codec = "h264" });
        (await world.Assets.ListAsync(world.Actor, version, new AssetFilter(Type: AssetType.Video), null, 10, Cancellation)).Items.Single().DurationMs.Should().Be(8000);
        Directory.EnumerateFiles(world.Folder["incoming"]).Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Video_EncodedAgain_LooksLikeItsOriginalAndIsKeptWithIt(DatabaseEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        string[] Scene(string picture) => ["-f", "lavfi", "-i", $"color=black:s=320x240:r=25:d=0.4,format=yuv420p[dark];{picture}=s=320x240:r=25:d=1,format=yuv420p[scene];[dark][scene]concat=n=2"];
        var original = VideoFiles.Write("a.mp4", [.. Scene("testsrc2"), "-c:v", "libx264"]);
        var encoded = VideoFiles.Write("b.webm", [.. Scene("testsrc2"), "-vf", "scale=160:120", "-c:v", "libvpx", "-b:v", "200k"]);
        var other = VideoFiles.Write("c.mp4", [.. Scene("smptebars"), "-c:v", "libx264"]);
        var black = VideoFiles.Write("d.mp4", "-f", "lavfi", "-i", "color=black:s=320x240:r=25:d=1", "-c:v", "libx264");

        var report = await world.UploadAsync(version, ("a.mp4", original), ("b.webm", encoded), ("c.mp4", other), ("d.mp4", black));

        var looks = await world.ReadAsync(async db => (await db.Assets.Where(asset => asset.DatasetVersionId == version).OrderBy(asset => asset.FileName).Select(asset => asset.PerceptualHash).ToListAsync(Cancellation)));
        report.Added.Should().HaveCount(4);
        looks[3].Should().BeNull("black all over looks like every other black");
        PerceptualHash.Distance(looks[0]!.Value, looks[1]!.Value).Should().BeLessThanOrEqualTo(PerceptualHash.NearDistance);
        PerceptualHash.Distance(looks[0]!.Value, looks[2]!.Value).Should().BeGreaterThan(PerceptualHash.NearDistance);
        await world.Move.ExecuteAsync(world.Actor, version, [report.Added[0].AssetId, report.Added[2].AssetId, report.Added[3].AssetId], SplitKind.Train, Cancellation);
        await world.Move.ExecuteAsync(world.Actor, version, [report.Added[1].AssetId], SplitKind.Test, Cancellation);
        (await world.Leaks.ReportAsync(world.Actor, version, Cancellation)).Groups[GroupSource.NearDuplicates].Should().Be(1);
    }

    [Theory]
    [InlineData("variable.mp4", "h264")]
    [InlineData("hevc.mp4", "hevc")]
    [InlineData("vp8.webm", "vp8")]
    [InlineData("vp9.webm", "vp9")]
    [InlineData("timeless.avi", "mpeg4")]
    [InlineData("reordered.mkv", "h264")]
    public async Task Ingest_OfAnyKind_CountsTheFramesThatADecoderGives(string kind, string codec)
    {
        await using var world = await CreateAsync();
        var video = VideoFiles.Make(kind);
        var asset = await AddAsync(world, kind, video);

        asset.FrameCount.Should().Be(VideoFiles.NumbersOf(video).Length);
        asset.Codec.Should().Be(codec);
        asset.Fps.Should().BeApproximately(asset.FrameCount!.Value / 8.0, 0.2);
        asset.DurationMs!.Value.Should().BeCloseTo(8000, 200);
    }

    [Fact]
    public async Task Ingest_OfAVideoTrimmedWithoutEncoding_CountsNoFrameThatIsCutAway()
    {
        await using var world = await CreateAsync();
        var trimmed = VideoFiles.Remux(VideoFiles.Make("reordered.mp4"), "trimmed.mp4", ["-ss", "1.3"], []);
        (await AddAsync(world, "trimmed.mp4", trimmed)).FrameCount.Should().Be(VideoFiles.NumbersOf(trimmed).Length).And.BeLessThan(200);
    }

    [Fact]
    public async Task Ingest_OfAFractionalRate_KeepsItExactly()
    {
        await using var world = await CreateAsync();
        var film = VideoFiles.Write("film.mp4", "-f", "lavfi", "-i", "color=red:s=64x48:r=30000/1001:d=2", "-c:v", "libx264");
        (await AddAsync(world, "film.mp4", film)).Fps.Should().Be(30000 / 1001.0);
    }

    [Fact]
    public async Task Ingest_OfATurnedVideo_TakesItsSizeUpright()
    {
        await using var world = await CreateAsync();
        var turned = VideoFiles.Remux(VideoFiles.Make("reordered.mp4"), "turned.mp4", [], ["-metadata:s:v:0", "rotate=90"]);
        var asset = await AddAsync(world, "turned.mp4", turned);
        (asset.Width, asset.Height).Should().Be((VideoFiles.Height, VideoFiles.Width));
    }

    [Fact]
    public async Task Ingest_OfFilesThatAreNoVideos_SaysSoOfEach()
    {
        await using var world = await CreateAsync();
        var version = await world.AddEmptyDraftAsync();
        var good = VideoFiles.Make("reordered.mp4");

        var report = await world.UploadAsync(
            version,
            ("empty.mp4", []), ("text.mkv", "hello"u8.ToArray()), ("picture.mp4", HeaderCodec.Png(20, 10, "a")), ("cut.mp4", good[..3000]),
            ("sound.mp4", VideoFiles.Write("sound.m4a", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac")), ("good.mp4", good));

        report.Added.Select(asset => asset.Name).Should().Equal("good.mp4");
        report.Failed.Select(file => (file.Name, file.Code)).Should().Equal(
            ("empty.mp4", VideoErrorCodes.NotAVideo), ("text.mkv", VideoErrorCodes.NotAVideo), ("picture.mp4", VideoErrorCodes.NotAVideo),
            ("cut.mp4", VideoErrorCodes.NotAVideo), ("sound.mp4", VideoErrorCodes.NotAVideo));
        report.Failed.Should().OnlyContain(file => !file.Message.Contains("incoming"), "no path of the server is anybody's business");
    }

    [Theory]
    [InlineData("ffconcat version 1.0\nfile other.mp4\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nother.mp4\n#EXT-X-ENDLIST\n")]
    public async Task Ingest_OfAPlaylistThatNamesAnotherFile_DoesNotFollowIt(string playlist)
    {
        await using var world = await CreateAsync();
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(world.Folder["incoming"]).FullName, "other.mp4"), VideoFiles.Make("reordered.mp4"));
        var report = await world.UploadAsync(await world.AddEmptyDraftAsync(), ("list.mp4", System.Text.Encoding.UTF8.GetBytes(playlist)));
        report.Failed.Single().Code.Should().Be(VideoErrorCodes.NotAVideo);
    }

    [Fact]
    public async Task Ingest_BeyondTheLimits_SaysWhichLimit()
    {
        await using var world = await CreateAsync();
        var video = VideoFiles.Make("reordered.mp4");
        async Task<string> RefusedAsync(Action<VideoOptions> limit)
        {
            limit(world.VideoOptions);
            return (await world.UploadAsync(await world.AddEmptyDraftAsync(Guid.NewGuid().ToString()), ("a.mp4", video))).Failed.Single().Code;
        }

        (await RefusedAsync(options => options.MaxFrames = 199)).Should().Be(VideoErrorCodes.TooManyFrames);
        (await RefusedAsync(options => options.MaxPixels = (VideoFiles.Width * VideoFiles.Height) - 1)).Should().Be(VideoErrorCodes.TooManyPixels);
        (await RefusedAsync(options => options.MaxBytes = video.Length - 1)).Should().Be(VideoErrorCodes.TooManyBytes);
    }

    [Fact]
    public async Task Ingest_WithoutFfmpeg_SaysWhatToInstallAndStillTakesImages()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        world.VideoOptions.Ffprobe = "no-such-program";
        var report = await world.UploadAsync(await world.AddEmptyDraftAsync(), ("a.mp4", [1, 2, 3]), ("a.png", HeaderCodec.Png(20, 10, "a")));
        report.Failed.Single().Should().Match<FailedFile>(file => file.Code == VideoErrorCodes.FfmpegMissing && file.Message.Contains("apt-get install ffmpeg"));
        report.Added.Single().Name.Should().Be("a.png");
    }

    [Fact]
    public async Task Ingest_Cancelled_KillsTheProgramAndLeavesNothing()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var pidFile = world.Folder["pid"];
        world.VideoOptions.Ffprobe = Script(world.Folder, $"echo $$ > {pidFile}; exec sleep 60");
        var version = await world.AddEmptyDraftAsync();
        using var stop = new CancellationTokenSource();

        var source = UploadSource.Of("slow.mp4", new MemoryStream([1, 2, 3]));
        var uploading = world.Ingest.ExecuteAsync(world.Actor, version, source, null, stop.Token);
        while (!File.Exists(pidFile) || new FileInfo(pidFile).Length == 0)
        {
            uploading.IsCompleted.Should().BeFalse("the program is still to be started");
            await Task.Delay(20, Cancellation);
        }

        await stop.CancelAsync();
        await uploading.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        Directory.EnumerateFiles(world.Folder["incoming"]).Should().BeEmpty();
        var isRunning = () => Process.GetProcesses().Any(process => process.Id == int.Parse(File.ReadAllText(pidFile), System.Globalization.CultureInfo.InvariantCulture));
        isRunning().Should().BeFalse();
    }

    [Fact]
    public async Task Ingest_ThatDecodesForever_EndsAtItsTimeLimit()
    {
        await using var world = await CreateAsync();
        // The header comes at once, the frames never.
        world.VideoOptions.Ffprobe = Script(world.Folder, "case \"$*\" in *show_frames*) exec sleep 60;; *) exec ffprobe \"$@\";; esac");
        world.VideoOptions.IndexTimeout = TimeSpan.FromMilliseconds(300);
        var report = await world.UploadAsync(await world.AddEmptyDraftAsync(), ("a.mp4", VideoFiles.Make("reordered.mp4")));
        report.Failed.Single().Code.Should().Be(VideoErrorCodes.TooSlow);
    }

    [Fact]
    public async Task Ingest_OfAZip_TakesItsVideos()
    {
        await using var world = await CreateAsync();
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("clips/a.webm").Open();
            entry.Write(VideoFiles.Make("vp8.webm"));
        }

        using var source = new ZipImportSource(stream, ZipLimits.Default);
        var report = await world.Ingest.ExecuteAsync(world.Actor, await world.AddEmptyDraftAsync(), UploadSource.Of(source), null, Cancellation);
        report.Added.Single().Name.Should().Be("clips/a.webm");
    }

    private static async Task<DatasetWorld> CreateAsync(DatabaseEngine engine = DatabaseEngine.Sqlite)
    {
        VideoFiles.Need();
        return await DatasetWorld.CreateAsync(engine);
    }

    private static async Task<AssetDetails> AddAsync(DatasetWorld world, string name, byte[] video)
    {
        var report = await world.UploadAsync(await world.AddEmptyDraftAsync(), (name, video));
        return await world.Assets.GetAsync(world.Actor, report.Added.Single().AssetId, Cancellation);
    }

    private static string Script(TemporaryFolder folder, string body)
    {
        var (text, path) = (folder.Write("program.txt", $"#!/bin/sh\n{body}\n"), folder["program.sh"]);
        // Written by another process: a program that another test starts meanwhile would inherit our own file for a moment, and a file open for writing cannot be run.
        using var install = Process.Start("install", ["-m", "500", text, path]);
        install.WaitForExit();
        install.ExitCode.Should().Be(0);
        return path;
    }
}
