using Platform.Tests.Training.Torch;

namespace Platform.Tests.Training.Trainer;

/// <summary>The losses of a fixed training, written down once: whoever moves the trainer's parts about sees here whether the arithmetic moved too.</summary>
public sealed class GoldenLossTests : TorchTest
{
    // Class, box, distribution, gradient norm, a batch a row.
    private static readonly double[][] s_written =
    [
        [0.000889117072802037, 0.3753315806388855, 0.13604307174682617, 0.20441822707653046],
        [0.0008828549762256444, 0.37984296679496765, 0.13777786493301392, 0.1804027557373047],
        [0.0008997396798804402, 0.38733604550361633, 0.14012499153614044, 0.1540343016386032],
        [0.0008452309411950409, 0.3715584874153137, 0.13326135277748108, 0.2250029593706131],
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
