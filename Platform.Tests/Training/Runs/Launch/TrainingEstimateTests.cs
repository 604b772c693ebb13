using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Training.Runs.Launch;

namespace Platform.Tests.Training.Runs.Launch;

public sealed class TrainingEstimateTests
{
    private const long Mebibyte = 1L << 20;
    private static readonly TrainingRecipe s_recipe = new() { Epochs = 10, BatchSize = 8 };

    [Fact]
    public void Estimate_FromARunLikeIt_AddsEpochsAndValidations()
    {
        var speed = new MeasuredSpeed(s_recipe, "cpu", Guid.CreateVersion7(), 0.05, 0.01, 900 * Mebibyte);

        var estimate = TrainingEstimate.Of(speed, s_recipe with { Reporting = new ReportingRecipe { ValidationInterval = 3 } }, 100, 40, EstimateBasis.Run);

        estimate.EpochSeconds.Should().BeApproximately(5, 1e-9);
        estimate.ValidationSeconds.Should().BeApproximately(0.4, 1e-9);
        estimate.Seconds.Should().BeApproximately(50 + (4 * 0.4), 1e-9, "epochs 3, 6, 9 and the last one are validated");
        estimate.Should().BeEquivalentTo(new { StepsPerEpoch = 13, MemoryBytes = 900 * Mebibyte, IsScaled = false, BasisRunId = speed.RunId });
    }

    [Fact]
    public void Estimate_FromAnotherNetworkAndSize_IsReckonedUpByChannelsAndPixels()
    {
        var speed = new MeasuredSpeed(s_recipe, "cpu", null, 0.05, null, 600 * Mebibyte);

        var estimate = TrainingEstimate.Of(speed, s_recipe with { Size = DetectorSize.Small, ImageSize = 640 }, 100, 0, EstimateBasis.Run);

        estimate.EpochSeconds.Should().BeApproximately(5 * 4 * 4, 1e-9);
        estimate.MemoryBytes.Should().Be(16 * 600 * Mebibyte);
        estimate.IsScaled.Should().BeTrue();
    }

    [Fact]
    public void Estimate_FromAShortMeasurement_AddsTheDecodedImagesUpToTheCachesBound()
    {
        var speed = new MeasuredSpeed(s_recipe, "cpu", null, 0.05, 0.01, 600 * Mebibyte);

        TrainingEstimate.Of(speed, s_recipe, 100, 0, EstimateBasis.Probe).MemoryBytes.Should().Be((600 * Mebibyte) + (3L * 320 * 320 * 100));
        TrainingEstimate.Of(speed, s_recipe, 1_000_000, 0, EstimateBasis.Probe).MemoryBytes.Should().Be((600 * Mebibyte) + (1024 * Mebibyte));
    }

    [Fact]
    public void Speed_OfARunsHistory_LeavesOutTheFirstEpochWhichDecodes()
    {
        RunEvent[] history =
        [
            new TrainingBegan(100, 20, 1_000_000, 13, "cuda:1"), Resources(500), Epoch(1, 60, 9), Resources(1500), Epoch(2, 10, 2), Epoch(3, 12, 4), Epoch(4, 11, 2), Resources(1400),
        ];

        var speed = MeasuredSpeed.Of(Run(), s_recipe, history)!;

        speed.Device.Should().Be("cuda");
        speed.SecondsPerImage.Should().BeApproximately(0.11, 1e-9);
        speed.ValidationSecondsPerImage.Should().BeApproximately(0.1, 1e-9);
        speed.MemoryBytes.Should().Be(1000 * Mebibyte);
        MeasuredSpeed.Of(Run(), s_recipe, history[..3]).Should().BeNull();
    }

    private static EpochEnded Epoch(int epoch, double seconds, double validation) =>
        new(epoch, 10, new Dictionary<string, double>(), new Dictionary<string, double> { ["mAP50"] = 0.5 }, seconds, seconds) { ValidationSeconds = validation };

    private static ResourcesMeasured Resources(long mebibytes) => new(50, 60, mebibytes * Mebibyte, 0, 0, []);

    private static RunRecord Run() => new()
    {
        Id = Guid.CreateVersion7(), ProjectId = Guid.Empty, DepartmentId = Guid.Empty, ModelId = Guid.Empty, ModelName = "m", DatasetVersionId = Guid.Empty, DatasetName = "d", DatasetSha256 = "",
        LaunchedBy = Guid.Empty, LaunchedByName = "a", CreatedAt = default, Recipe = [], TrainOnValidation = false,
    };
}
