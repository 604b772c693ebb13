using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Tests.Training.Torch;
using Platform.Training.Checkpoints;
using Platform.Training.Inference;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

public sealed class TaskTrainerTests : TorchTest
{
    [Fact]
    public void Run_SameSeed_GivesTheSameLosses()
    {
        var (first, second, other) = (new RecordingObserver(), new RecordingObserver(), new RecordingObserver());

        TrainingSetup.Train(TrainingSetup.Recipe, first);
        TrainingSetup.Train(TrainingSetup.Recipe, second);
        TrainingSetup.Train(TrainingSetup.Recipe with { Seed = 43 }, other);

        second.BatchLosses.Should().Equal(first.BatchLosses);
        other.BatchLosses.Should().NotEqual(first.BatchLosses);
    }

    [Fact]
    public void Run_FourEpochs_TellsEverythingInOrder()
    {
        var observer = new RecordingObserver();
        var recipe = TrainingSetup.Recipe with { Reporting = TrainingSetup.Recipe.Reporting with { SampleInterval = 4, SampleCount = 2 } };

        var state = TrainingSetup.Train(recipe, observer, validator: new ScriptedValidator(.1, .3, .2, .25));

        state.Should().BeEquivalentTo(new { CompletedEpochs = 4, Iterations = 8, BestEpoch = 2, BestScore = .3 });
        observer.Events[0].Should().BeOfType<RunStarted>().Which.Should().Match<RunStarted>(
            started => started.Epochs == 4 && started.IterationsPerEpoch == 2 && started.TrainImages == 8 && started.ValidationImages == 1);
        observer.Events.OfType<BatchLogged>().Select(logged => (logged.Epoch, logged.Iteration, logged.TotalIterations)).Should().Equal(
            (1, 1, 1), (1, 2, 2), (2, 1, 3), (2, 2, 4), (3, 1, 5), (3, 2, 6), (4, 1, 7), (4, 2, 8));
        observer.Events.OfType<BatchLogged>().Last().EtaSeconds.Should().BeLessThan(observer.Events.OfType<BatchLogged>().First().EtaSeconds);
        var epochs = observer.Events.OfType<EpochCompleted>().ToList();
        epochs.Select(epoch => epoch.IsBest).Should().Equal(true, true, false, false);
        epochs.Should().OnlyContain(epoch => epoch.Seconds >= epoch.StepSeconds && epoch.StepSeconds > 0 && epoch.Stages.ContainsKey("backward"));
        observer.Events.OfType<SamplePredictionsReady>().Should().ContainSingle().Which.Samples.Should().HaveCount(2);
        observer.Events[^1].Should().BeOfType<RunCompleted>().Which.BestEpoch.Should().Be(2);
    }

    [Fact]
    public void Run_Cancelled_StopsBeforeTheNextStep()
    {
        var observer = new RecordingObserver();
        using var stop = new CancellationTokenSource();
        var batches = new ShapeBatches(TrainingSetup.Recipe)
        {
            BeforeBatch = (epoch, batch) =>
            {
                if ((epoch, batch) == (1, 1))
                {
                    stop.Cancel();
                }
            },
        };

        FluentActions.Invoking(() => TrainingSetup.Train(TrainingSetup.Recipe, observer, batches: batches, stop: stop))
            .Should().Throw<OperationCanceledException>();

        observer.Events.OfType<BatchLogged>().Should().HaveCount(3);
        observer.Events.OfType<EpochCompleted>().Should().ContainSingle();
    }

    [Fact]
    public void Run_RateFarTooHigh_SaysThatItDiverged()
    {
        var recipe = TrainingSetup.Recipe with { Epochs = 30, Optimizer = new OptimizerRecipe { LearningRate = 1, WarmupIterations = 0, GradientClip = 1e30, Beta2 = 0 } };
        var batches = new ShapeBatches(recipe) { BeforeBatch = (_, _) => { } };
        batches.PixelsOf(0)[0] = float.NaN;

        FluentActions.Invoking(() => TrainingSetup.Train(recipe, new RecordingObserver(), batches: batches))
            .Should().Throw<DomainRuleException>().Which.Code.Should().Be("training.diverged");
    }

    [Fact]
    public void Run_FromEarlierWeights_BeginsWhereTheyEnded()
    {
        using var learner = TrainingSetup.Learner(TrainingSetup.Recipe);
        using var earlier = new TrainingSession<Detector>(TrainingSetup.Recipe with { Seed = 7 }, learner, new StageClock(TimeProvider.System));
        var (scratch, started) = (new RecordingObserver(), new RecordingObserver());
        var recipe = TrainingSetup.Recipe with { Epochs = 1 };

        TrainingSetup.Train(recipe with { Seed = 7 }, scratch);
        new TaskTrainer<Detector>(recipe, learner, new ShapeBatches(recipe), null, null, started, TimeProvider.System)
        {
            InitialWeights = earlier.Network.state_dict(),
        }.Run(null, TestContext.Current.CancellationToken);

        started.BatchLosses.Should().Equal(scratch.BatchLosses, "the data do not depend on the recipe's seed here");
        started.Events.OfType<LogLine>().Should().Contain(line => line.Text.Contains(" 0 missing"));
    }

    [Fact]
    public void Construct_WithoutImages_SaysWhatToDo() =>
        FluentActions.Invoking(() => TrainingSetup.Train(TrainingSetup.Recipe, new RecordingObserver(), batches: new ShapeBatches(TrainingSetup.Recipe, imageCount: 0)))
            .Should().Throw<DomainRuleException>().Which.Code.Should().Be("training.no_images");

    [Fact]
    public void Run_EightImagesManyTimes_LearnsThemByHeart()
    {
        using var folder = new TemporaryFolder();
        var recipe = TrainingSetup.Recipe with
        {
            BatchSize = 8,
            Epochs = 250,
            Optimizer = new OptimizerRecipe { LearningRate = 4e-3, AverageDecay = 0.9 },
            Reporting = new ReportingRecipe { LogInterval = 10 },
        };
        var observer = new RecordingObserver();
        var store = CheckpointSetup.Store(folder, recipe);

        TrainingSetup.Train(recipe, observer, new FinalOnly(store));

        // The first losses say little: their targets are the overlaps of random boxes.
        observer.BatchLosses[^1]["box"].Should().BeLessThan(observer.BatchLosses.Max(losses => losses["box"]) / 3);
        using var stream = File.OpenRead(folder[store.ReadManifest().Checkpoints.Single(entry => entry.Kind == CheckpointKind.Final).File]);
        using var detector = NetworkFile.Read(stream, (trained, classes) => new Detector(trained.ArchitectureFor(classes.Count)));
        using var predictor = new DetectorPredictor(detector.Network, recipe.ImageSize);
        var batches = new ShapeBatches(recipe);
        for (var image = 0; image < batches.ImageCount; image++)
        {
            var found = predictor.Predict(batches.PixelsOf(image), 1, DetectionThresholds.Display)[0];
            foreach (var truth in batches.TruthsOf(image))
            {
                var expected = new Detection(truth.ClassIndex, 1, truth.Left, truth.Top, truth.Right, truth.Bottom);
                found.Should().Contain(detection => detection.ClassIndex == truth.ClassIndex && detection.IntersectionOverUnion(expected) > 0.5f);
            }
        }
    }

    private sealed class FinalOnly(ICheckpointSink inner) : ICheckpointSink
    {
        public string Save(TrainingSnapshot snapshot, CheckpointKind kind) => kind == CheckpointKind.Final ? inner.Save(snapshot, kind) : "";
    }
}
