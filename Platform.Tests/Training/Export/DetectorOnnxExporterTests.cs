using Platform.Tests.Support;
using Platform.Training.Export;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Interop;
using Platform.Training.Models;
using Platform.Training.Tensors;

namespace Platform.Tests.Training.Export;

[Collection("torch")]
public class DetectorOnnxExporterTests
{
    private static readonly OpenCvImageCodec s_codec = new();

    public DetectorOnnxExporterTests()
    {
        Assert.SkipUnless(OnnxRuntimeAvailability.IsAvailable, $"ONNX Runtime is not available: {OnnxRuntimeAvailability.Problem}");
        Assert.SkipUnless(ImagingLibrary.IsAvailable, "The imaging library is not built.");
        Assert.SkipUnless(TorchRuntime.IsAvailable, "The torch library is not built.");
    }

    [Theory]
    [InlineData(DetectorSize.Nano, 160, 3)]
    [InlineData(DetectorSize.Tiny, 96, 1)]
    [InlineData(DetectorSize.Small, 64, 80)]
    public void Export_RandomNetworkOnNoise_AgreesWithLibtorch(DetectorSize size, int inputSize, int classCount)
    {
        using var network = RandomDetector.Make(DetectorArchitecture.Of(size, classCount));
        using var exported = OnnxDetector.Load(DetectorOnnxExporter.Export(network, RandomDetector.Metadata(classCount, inputSize)));
        var images = Enumerable.Range(0, 5).Select(i => RandomDetector.NoiseImage(i, 200 + (30 * i), 150)).ToList();

        var report = DetectorParity.Measure(
            network, exported, s_codec, images, new DetectionThresholds(.05f, .6f), TestContext.Current.CancellationToken);

        report.ImageCount.Should().Be(5);
        report.MaxBoxDifference.Should().BeLessThan(ParityReport.Tolerance);
        report.MaxScoreDifference.Should().BeLessThan(ParityReport.Tolerance);
        report.ExpectedCount.Should().BePositive();
    }

    [Fact]
    public void Export_RandomNetworkOnPhotographs_AgreesWithLibtorch()
    {
        var folder = Path.Combine(Repo.Bccd, "JPEGImages");
        Assert.SkipUnless(Directory.Exists(folder), "The photographs (shared/data/bccd) are not here.");
        var images = Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal).Take(8)
            .Select(path => (ReadOnlyMemory<byte>)File.ReadAllBytes(path)).ToList();
        using var network = RandomDetector.Make(DetectorArchitecture.Of(DetectorSize.Nano, 3));
        using var exported = OnnxDetector.Load(DetectorOnnxExporter.Export(network, RandomDetector.Metadata(3, 320)));

        var report = DetectorParity.Measure(
            network, exported, s_codec, images, new DetectionThresholds(.05f, .6f), TestContext.Current.CancellationToken);

        report.MaxBoxDifference.Should().BeLessThan(ParityReport.Tolerance);
        report.MaxScoreDifference.Should().BeLessThan(ParityReport.Tolerance);
        report.MatchedCount.Should().BeGreaterThan((int)(.99 * report.ExpectedCount), "a box exactly on a threshold may fall either way");
    }

    [Fact]
    public async Task SaveAsync_WritesALoadableFileAndNoRemains()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.onnx");
        using var network = RandomDetector.Make(DetectorArchitecture.Of(DetectorSize.Nano, 2));

        await DetectorOnnxExporter.SaveAsync(network, RandomDetector.Metadata(2, 64), path, TestContext.Current.CancellationToken);

        using var detector = OnnxDetector.Load(path);
        detector.Metadata.Should().BeEquivalentTo(RandomDetector.Metadata(2, 64));
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }

    [Fact]
    public async Task SaveAsync_Cancelled_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using var network = RandomDetector.Make(DetectorArchitecture.Of(DetectorSize.Nano, 2));

        var act = () => DetectorOnnxExporter.SaveAsync(network, RandomDetector.Metadata(2, 64), folder["model.onnx"], new CancellationToken(true));

        await act.Should().ThrowAsync<OperationCanceledException>();
        Directory.GetFiles(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Export_WrongClassCountOrSize_IsRefused()
    {
        using var network = RandomDetector.Make(DetectorArchitecture.Of(DetectorSize.Nano, 2));

        var classes = () => DetectorOnnxExporter.Export(network, RandomDetector.Metadata(3, 64));
        var size = () => DetectorOnnxExporter.Export(network, RandomDetector.Metadata(2, 70));

        classes.Should().Throw<ArgumentException>();
        size.Should().Throw<ArgumentException>();
    }
}
