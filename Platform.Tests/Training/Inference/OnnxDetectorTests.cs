using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Training.Export.Onnx;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Interop;

namespace Platform.Tests.Training.Inference;

/// <summary>A stand-in network with a known answer: one point whose box is fixed and whose two scores follow the image's mean colour.</summary>
public class OnnxDetectorTests
{
    private const int Size = 64;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public OnnxDetectorTests()
    {
        Assert.SkipUnless(OnnxRuntimeAvailability.IsAvailable, $"ONNX Runtime is not available: {OnnxRuntimeAvailability.Problem}");
        Assert.SkipUnless(ImagingLibrary.IsAvailable, "The imaging library is not built.");
    }

    [Fact]
    public void Detect_DecodedImages_ReturnsUprightPixelBoxes()
    {
        using var detector = OnnxDetector.Load(Model());

        // 128 x 64 halves into 64 x 32 with 16 rows of padding; 64 x 64 fits as it is.
        var results = detector.Detect([Filled(128, 64, 255), Filled(64, 64, 255), Filled(64, 64, 0)], cancellationToken: Token);

        results.Should().HaveCount(3);
        results[0].Should().ContainSingle().Which.Should().BeEquivalentTo(new { ClassIndex = 0, X1 = 20f, Y1 = 8f, X2 = 80f, Y2 = 48f });
        results[1].Should().ContainSingle().Which.Should().BeEquivalentTo(new { ClassIndex = 0, X1 = 10f, Y1 = 20f, X2 = 40f, Y2 = 40f });
        results[2].Should().ContainSingle().Which.ClassIndex.Should().Be(1);
    }

    [Fact]
    public void Detect_EncodedImages_EqualDecodedOnes()
    {
        using var detector = OnnxDetector.Load(Model(), new OnnxDetectorOptions(Threads: 1, MaxBatchSize: 2));
        var codec = new OpenCvImageCodec();
        var png = codec.Encode(Filled(128, 64, 255), ImageFormat.Png);

        var results = detector.Detect(codec, [png, png, png, png, png], cancellationToken: Token);

        var decoded = detector.Detect(new[] { Filled(128, 64, 255) }, cancellationToken: Token)[0];
        results.Should().HaveCount(5).And.OnlyContain(found => found.SequenceEqual(decoded));
    }

    [Fact]
    public void Detect_FromManyThreads_KeepsResultsApart()
    {
        using var detector = OnnxDetector.Load(Model(), new OnnxDetectorOptions(Threads: 1));

        Parallel.For(0, 40, i =>
            detector.Detect([Filled(64, 64, (byte)(i % 2 == 0 ? 255 : 0))], cancellationToken: Token)[0].Single().ClassIndex.Should().Be(i % 2));
    }

    [Fact]
    public void Detect_HighThreshold_FindsNothing()
    {
        using var detector = OnnxDetector.Load(Model());

        detector.Detect([Filled(64, 64, 255)], new DetectionThresholds(.9999f, .6f), Token)[0].Should().BeEmpty();
        detector.Detect(Array.Empty<RgbImage>(), cancellationToken: Token).Should().BeEmpty();
    }

    [Fact]
    public void Detect_DamagedImageInABatch_IsRefusedAsInvalidImage()
    {
        using var detector = OnnxDetector.Load(Model());
        var codec = new OpenCvImageCodec();
        var png = codec.Encode(Filled(64, 64, 255), ImageFormat.Png);

        var act = () => detector.Detect(codec, [png, new byte[] { 1, 2, 3 }], cancellationToken: Token);

        act.Should().Throw<InvalidImageException>();
    }

    [Fact]
    public void Detect_Cancelled_Stops()
    {
        using var detector = OnnxDetector.Load(Model());

        var act = () => detector.Detect([Filled(64, 64, 255)], cancellationToken: new CancellationToken(true));

        act.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Load_ForeignOrDamagedFile_IsRefusedWithAdvice()
    {
        var foreign = () => OnnxDetector.Load(Graph().ToArray("other", "1"));
        var damaged = () => OnnxDetector.Load([1, 2, 3]);
        var inconsistent = () => OnnxDetector.Load(Model(Metadata() with { InputSize = 96 }));

        foreign.Should().Throw<DomainRuleException>().Which.Code.Should().Be("model.not_a_detector");
        damaged.Should().Throw<DomainRuleException>().Which.Code.Should().Be("model.file_damaged");
        inconsistent.Should().Throw<DomainRuleException>().Which.Code.Should().Be("model.metadata_damaged");
    }

    [Fact]
    public void Metadata_RoundTrips()
    {
        using var detector = OnnxDetector.Load(Model());

        detector.Metadata.Should().BeEquivalentTo(Metadata());
    }

    private static RgbImage Filled(int width, int height, byte value)
    {
        var image = RgbImage.Create(width, height);
        image.Pixels.AsSpan().Fill(value);
        return image;
    }

    private static DetectorMetadata Metadata() => new()
    {
        ClassNames = ["밝음", "dark"],
        ClassKeys = ["bright", "dark"],
        InputSize = Size,
        ModelVersionId = "0190d5a0-0000-7000-8000-000000000001",
        Thresholds = new DetectionThresholds(.4f, .55f, 7),
    };

    private static byte[] Model(DetectorMetadata? metadata = null)
    {
        var graph = Graph();
        foreach (var (key, value) in (metadata ?? Metadata()).ToProperties())
        {
            graph.Metadata(key, value);
        }

        return graph.ToArray("test", "1");
    }

    // scores = sigmoid(±mean), boxes = 10 20 40 40 + 0 x mean
    private static OnnxGraphBuilder Graph()
    {
        var graph = new OnnxGraphBuilder("detector");
        var images = graph.Input("images", OnnxElementType.Float, "N", 3, Size, Size);
        var mean = graph.Reshape("mean", graph.GlobalAveragePool("pooled", images), 0, 1, 3);
        var nothing = graph.MatMul("nothing", mean, graph.Constant("zeros", new float[12], 3, 4));
        graph.Output(graph.Add("boxes", nothing, graph.Constant("box", [10f, 20f, 40f, 40f], 4)), OnnxElementType.Float, "N", 1, 4);
        var signs = graph.MatMul("signs", mean, graph.Constant("weights", [1f, -1f, 1f, -1f, 1f, -1f], 3, 2));
        graph.Output(graph.Sigmoid("scores", signs), OnnxElementType.Float, "N", 1, 2);
        return graph;
    }
}
