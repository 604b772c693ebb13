using Platform.Tests.Training.Torch;
using Platform.Training.Models;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

public sealed class FitWatchTests : TorchTest
{
    [Fact]
    public void Run_Watched_TellsBothSidesAfterEachEpochAndTrainsTheSame()
    {
        var (watched, alone) = (new RecordingObserver(), new RecordingObserver());

        Train(watched, learner => new FitWatch<Detector>(learner, new ShapeBatches(TrainingSetup.Recipe, imageCount: 3), new ScriptedValidator(.5, .6, .7, .8), TimeProvider.System));
        Train(alone, _ => null);

        watched.BatchLosses.Should().Equal(alone.BatchLosses, "watching draws no random number and leaves no gradient");
        var fits = watched.Events.OfType<EpochCompleted>().Select(epoch => epoch.Fit!).ToList();
        fits.Select(fit => fit.TrainMetrics.Score).Should().Equal(.5, .6, .7, .8);
        fits.Should().OnlyContain(fit => fit.ValidationLosses.IsFinite && fit.ValidationLosses.Total > 0 && fit.ValidationLosses.Names.Count == 3);
        fits.Select(fit => fit.ValidationLosses.Total).Should().OnlyHaveUniqueItems("the averaged weights move");
        alone.Events.OfType<EpochCompleted>().Should().OnlyContain(epoch => epoch.Fit == null);
    }

    private static void Train(RecordingObserver observer, Func<ILearner<Detector>, FitWatch<Detector>?> fit)
    {
        var recipe = TrainingSetup.Recipe;
        using var learner = TrainingSetup.Learner(recipe);
        new TaskTrainer<Detector>(recipe, learner, new ShapeBatches(recipe), new ScriptedValidator(.1, .2, .3, .4), null, observer, TimeProvider.System) { Fit = fit(learner) }.Run(null, default);
    }
}
