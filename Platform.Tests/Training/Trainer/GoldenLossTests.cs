using Platform.Tests.Training.Torch;

namespace Platform.Tests.Training.Trainer;

/// <summary>The losses of a fixed training, written down once: whoever moves the trainer's parts about sees here whether the arithmetic moved too.</summary>
public sealed class GoldenLossTests : TorchTest
{
    // Class, box, distribution, gradient norm, a batch a row.
    private static readonly double[][] s_written =
    [
        [0.0008891173638403416, 0.3753315806388855, 0.13604307174682617, 0.2044106125831604],
        [0.0008828795980662107, 0.37984591722488403, 0.13777859508991241, 0.18069079518318176],
        [0.0008996520191431046, 0.387347012758255, 0.140128955245018, 0.15164929628372192],
        [0.000844713649712503, 0.37155184149742126, 0.13332922756671906, 0.2248445749282837],
    ];

    [Fact]
    public void Run_FixedSeed_GivesTheLossesThatWereWrittenDown()
    {
        var observer = new RecordingObserver();

        TrainingSetup.Train(TrainingSetup.Recipe with { Threads = 1, Epochs = 2 }, observer);

        observer.BatchLosses.Should().HaveCount(s_written.Length);
        foreach (var (losses, written) in observer.BatchLosses.Zip(s_written))
        {
            // Other processors round otherwise in the last bits, and training carries that on.
            double[] values = [losses["class"], losses["box"], losses["distribution"], losses.GradientNorm];
            values.Zip(written).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-3 * pair.Second);
        }
    }
}
