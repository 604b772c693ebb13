using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.SmartTools;
using Platform.Core.SmartTools.Queries;
using Platform.Core.Tiles;
using Platform.Tests.Support;
using Platform.Tests.Training.Imaging;
using Platform.Training.Imaging;

namespace Platform.Tests.SmartTools;

public sealed class SmartToolQueriesTests : IAsyncDisposable
{
    private static readonly Func<int, int, bool> s_disk = SmartPictures.Disk(150, 100, 50);
    private static readonly BoxGeometry s_box = new(90, 40, 120, 120);

    private DatasetWorld _world = null!;
    private SmartToolQueries _tools = null!;
    private ImagePyramids _pyramids = null!;
    private Guid _asset;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Box_AskedForAPolygon_AnswersOneThatASaveAccepts()
    {
        await OpenAsync();
        var answer = await _tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box), Cancellation);
        answer.Mask.Should().BeNull();
        var polygon = new PolygonGeometry(answer.Polygons![0].Rings);
        GeometryRules.Accept(polygon, 300, 200).Bounds.Width.Should().BeApproximately(100, 3);
        polygon.Rings[0].Count.Should().BeLessThan(120, "an outline is simplified");
    }

    [Fact]
    public async Task Box_AskedForAMask_AnswersOneThatASaveAccepts()
    {
        await OpenAsync();
        var answer = await _tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box, SmartOutput.Mask), Cancellation);
        answer.Polygons.Should().BeNull();
        GeometryRules.Accept(answer.Mask!, 300, 200).Should().Be(answer.Mask);
        SmartPictures.Overlap(RunLengths.Decode(answer.Mask!.Counts), 300, 200, s_disk).Should().BeGreaterThan(0.97);
    }

    [Fact]
    public async Task Flood_OnTheObject_SelectsIt()
    {
        await OpenAsync();
        var request = new SmartFloodRequest(new SmartPoint(150, 100), 45, true, SmartOutput.Mask, null, null);
        var answer = await _tools.FindSimilarAsync(_world.Actor, _asset, request, Cancellation);
        SmartPictures.Overlap(RunLengths.Decode(answer.Mask!.Counts), 300, 200, s_disk).Should().BeGreaterThan(0.9);
    }

    [Fact]
    public async Task Scissors_ToSeveralTargets_AnswerAPathForEach()
    {
        await OpenAsync();
        var request = new SmartScissorsRequest(new SmartPoint(150, 50), [new SmartPoint(200, 100), new SmartPoint(100, 100), new SmartPoint(300, 200)], null);
        var paths = await _tools.FindEdgePathsAsync(_world.Actor, _asset, request, Cancellation);
        paths.Select(path => (path[0], path[1], path[^2], path[^1])).Should().Equal((150, 50, 200, 100), (150, 50, 100, 100), (150, 50, 300, 200));
    }

    [Fact]
    public async Task Tools_OnAnImageTheyKnow_DoNotDecodeItAgain()
    {
        var codec = new CountingCodec();
        await OpenAsync(codec);
        var ingested = codec.Decoded;
        await _tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box), Cancellation);
        await _tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box), Cancellation);
        await _tools.FindEdgePathsAsync(_world.Actor, _asset, new SmartScissorsRequest(new SmartPoint(5, 5), [new SmartPoint(9, 9)], null), Cancellation);
        codec.Decoded.Should().Be(ingested + 1);
    }

    [Fact]
    public async Task Tools_OnAnImageReadAhead_DoNotDecodeItAgain()
    {
        var codec = new CountingCodec();
        await OpenAsync(codec);
        var ingested = codec.Decoded;
        await _tools.PrepareAsync(_world.Actor, _asset, null, Cancellation);
        codec.Decoded.Should().Be(ingested + 1);
        await _tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box), Cancellation);
        codec.Decoded.Should().Be(ingested + 1);
    }

    [Fact]
    public async Task Tools_OfAnotherDepartment_DoNotSeeTheImage()
    {
        await OpenAsync();
        var stranger = await Seed.AddAsync(_world.Database, "Speech");
        await RefusedAsync(_tools.FindInBoxAsync(stranger.Actor, _asset, Box(s_box), Cancellation), "not_found");
        await RefusedAsync(_tools.PrepareAsync(stranger.Actor, _asset, null, Cancellation), "not_found");
    }

    [Fact]
    public async Task Box_GivenUpBeforeItStarts_IsNotComputed()
    {
        await OpenAsync();
        var given = () => _tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box), new CancellationToken(canceled: true));
        await given.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Requests_ThatMakeNoSense_AreRefusedWithTheReason()
    {
        await OpenAsync();
        foreach (var box in new[] { new BoxGeometry(10, 10, 0, 50), new(10, 10, 3, 3), new(400, 10, 50, 50), new(-90, 10, 50, 50), new(double.NaN, 0, 9, 9), new(0, 0, double.PositiveInfinity, 9) })
        {
            await RefusedAsync(_tools.FindInBoxAsync(_world.Actor, _asset, Box(box), Cancellation), "smart.box_invalid");
        }

        var point = new SmartStroke([150, 100], 3, IsForeground: true);
        foreach (var stroke in new[] { point with { Points = [] }, point with { Points = [1] }, point with { Points = [1, double.NaN] }, point with { RadiusPx = 0 }, point with { RadiusPx = double.NaN } })
        {
            await RefusedAsync(_tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box) with { Strokes = [stroke] }, Cancellation), "smart.stroke_invalid");
        }

        await RefusedAsync(_tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box) with { Strokes = [.. Enumerable.Repeat(point, 1_000_000)] }, Cancellation), "smart.too_many_strokes");
        await RefusedAsync(_tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box) with { EpsilonPx = double.NaN }, Cancellation), "smart.epsilon_invalid");
        await RefusedAsync(_tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box) with { Frame = 3 }, Cancellation), "smart.frame_invalid");
        var flood = new SmartFloodRequest(new SmartPoint(301, 5), 10, true, SmartOutput.Polygon, null, null);
        await RefusedAsync(_tools.FindSimilarAsync(_world.Actor, _asset, flood, Cancellation), "smart.point_invalid");
        await RefusedAsync(_tools.FindSimilarAsync(_world.Actor, _asset, flood with { Point = new SmartPoint(5, 5), Tolerance = 256 }, Cancellation), "smart.tolerance_invalid");
        var scissors = new SmartScissorsRequest(new SmartPoint(5, 5), [], null);
        await RefusedAsync(_tools.FindEdgePathsAsync(_world.Actor, _asset, scissors, Cancellation), "smart.targets_invalid");
        await RefusedAsync(_tools.FindEdgePathsAsync(_world.Actor, _asset, scissors with { To = [new SmartPoint(double.NaN, 5)] }, Cancellation), "smart.point_invalid");
    }

    [Fact]
    public async Task Strokes_FarOutsideTheImage_CountOnlyInsideIt()
    {
        await OpenAsync();
        var stroke = new SmartStroke([150, 100, 1e12, -1e12], 2, IsForeground: true);
        (await _tools.FindInBoxAsync(_world.Actor, _asset, Box(s_box) with { Strokes = [stroke] }, Cancellation)).Polygons.Should().NotBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
        {
            await _pyramids.DisposeAsync();
            await _world.DisposeAsync();
        }
    }

    private static SmartBoxRequest Box(BoxGeometry box, SmartOutput output = SmartOutput.Polygon) => new(box, [], output, null, null);

    private static async Task RefusedAsync(Task call, string code) =>
        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);

    private async Task OpenAsync(IImageCodec? codec = null)
    {
        TestImages.RequireLibrary();
        _world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite, codec ?? TestImages.Codec);
        var report = await _world.UploadAsync(await _world.AddEmptyDraftAsync(), ("disk.png", TestImages.Codec.Encode(SmartPictures.Of(300, 200, s_disk), ImageFormat.Png)));
        _asset = report.Added[0].AssetId;
        var options = new SmartToolOptions();
        _pyramids = new ImagePyramids(_world.Cache, _world.Derived, new TileCutter());
        _tools = new SmartToolQueries(_world.Database.Contexts, new AssetPictures(_world.Store, _world.Codec, _world.Frames, _pyramids, _world.Tiles, options), new OpenCvSmartTools(), options);
    }

    private sealed class CountingCodec : IImageCodec
    {
        public int Decoded { get; private set; }

        public ImageLimits Limits => TestImages.Codec.Limits;

        public ImageProbe Probe(ReadOnlySpan<byte> encoded) => TestImages.Codec.Probe(encoded);

        public ImageProbe Probe(Stream encoded) => TestImages.Codec.Probe(encoded);

        public ImageProbe ProbeFile(string path) => TestImages.Codec.ProbeFile(path);

        public RgbImage DecodeRgb(ReadOnlySpan<byte> encoded, int maxSide = 0)
        {
            Decoded++;
            return TestImages.Codec.DecodeRgb(encoded, maxSide);
        }

        public byte[] Thumbnail(ReadOnlySpan<byte> encoded, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82) => throw new NotSupportedException();

        public byte[] ThumbnailOfFile(string path, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82) => throw new NotSupportedException();

        public byte[] ReencodeUpright(ReadOnlySpan<byte> encoded, ImageFormat? format = null, int quality = 95) => throw new NotSupportedException();

        public byte[] Encode(RgbImage image, ImageFormat format, int quality = 90) => throw new NotSupportedException();
    }
}
