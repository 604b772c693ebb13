using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Tests.Training.Torch;
using Platform.Training.Checkpoints;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Trainer;

/// <summary>Trainings that end before their last epoch: paused, stopped by a person, stopped because nothing gets better, without room.</summary>
public sealed class EarlyEndTests : TorchTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pause_WithinAnEpoch_SavesExactlyThatStep()
    {
        using var stop = new StopSignal();

        Train(stop, Asking(stop, StopWish.Pause, epoch: 1, batch: 1)).Should().BeNull();

        var entries = Store().ReadManifest().Checkpoints;
        entries[^1].Should().Match<CheckpointEntry>(entry => entry.Kind == CheckpointKind.Rolling && entry.Epoch == 1 && entry.Steps == 1 && entry.File == "last-0001-000001.safetensors");
        using var newest = Store().LoadNewest()!;
        newest.Snapshot.State.Should().Match<TrainingState>(state => state.CompletedEpochs == 1 && state.StepsOfEpoch == 1 && state.Iterations == 3);
    }

    [Fact]
    public void Pause_BetweenEpochs_NeedsNoFurtherCheckpoint()
    {
        using var stop = new StopSignal();

        Train(stop, Asking(stop, StopWish.Pause, epoch: 1, batch: 0)).Should().BeNull();

        Store().ReadManifest().Checkpoints.Should().OnlyContain(entry => entry.Steps == 0);
    }

    [Fact]
    public void Resume_DropoutDrawsRandomNumbers_GoesOnDrawingTheSame()
    {
        var (whole, rest) = (new RecordingObserver(), new RecordingObserver());
        using var learner = new NoisyLearner();
        Trainer(learner, whole, null, new ShapeBatches(TrainingSetup.Recipe)).Run(null, TestContext.Current.CancellationToken);
        using var stop = new StopSignal();
        FluentActions.Invoking(() => Trainer(learner, new RecordingObserver(), stop, Asking(stop, StopWish.Pause, 2, 1)).Run(null, TestContext.Current.CancellationToken))
            .Should().Throw<OperationCanceledException>();

        using (var newest = Store().LoadNewest()!)
        {
            Trainer(learner, rest, null, new ShapeBatches(TrainingSetup.Recipe)).Run(newest.Snapshot, TestContext.Current.CancellationToken);
        }

        rest.BatchLosses.Should().Equal(whole.BatchLosses.Skip(5));
        whole.BatchLosses.Select(losses => losses.Total).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Finish_WithinAnEpoch_EndsThereAndKeepsTheBest()
    {
        using var stop = new StopSignal();

        var state = Train(stop, Asking(stop, StopWish.Finish, epoch: 2, batch: 1), new ScriptedValidator(.3, .2));

        state.Should().Match<TrainingState>(ended => ended.CompletedEpochs == 2 && ended.BestEpoch == 1);
        Store().ReadManifest().Checkpoints.Where(entry => !entry.CanResume).Select(entry => entry.File).Should().BeEquivalentTo("best-0001.safetensors", "final-0002.safetensors");
        _observer.Events.OfType<LogLine>().Should().Contain(line => line.Text.Contains("Stopped by request after epoch 2 of 4"));
    }

    [Fact]
    public void Finish_WithinTheFirstEpoch_TrainsItToItsEnd()
    {
        using var stop = new StopSignal();

        Train(stop, Asking(stop, StopWish.Finish, epoch: 0, batch: 0), new ScriptedValidator(.3)).Should().Match<TrainingState>(ended => ended.CompletedEpochs == 1 && ended.BestEpoch == 1);
    }

    [Fact]
    public void EarlyStopping_NothingBetterForItsPatience_EndsTheTraining()
    {
        var recipe = TrainingSetup.Recipe with { Epochs = 20, EarlyStopping = new EarlyStoppingRecipe { Patience = 3 } };

        var state = TrainingSetup.Train(recipe, _observer, validator: new ScriptedValidator(.1, .4, .3, .4, .2, .9));

        state.Should().Match<TrainingState>(ended => ended.CompletedEpochs == 5 && ended.BestEpoch == 2, "a score as good is not better");
        _observer.Events.OfType<LogLine>().Should().Contain(line => line.Text.Contains("Stopped early after epoch 5 of 20"));
        _observer.Events[^1].Should().BeOfType<RunCompleted>();
    }

    [Fact]
    public void EarlyStopping_Resumed_CountsOnFromTheCheckpoint()
    {
        var recipe = TrainingSetup.Recipe with { Epochs = 20, EarlyStopping = new EarlyStoppingRecipe { Patience = 2 } };
        using var stop = new StopSignal();
        FluentActions.Invoking(() => TrainingSetup.Train(recipe, _observer, Store(recipe), validator: new ScriptedValidator(.5, .1), batches: Asking(stop, StopWish.Pause, 2, 1), signal: stop))
            .Should().Throw<OperationCanceledException>();

        using var newest = Store(recipe).LoadNewest()!;
        var state = TrainingSetup.Train(recipe, _observer, Store(recipe), newest.Snapshot, new ScriptedValidator(.4));

        state.CompletedEpochs.Should().Be(3);
    }

    [Fact]
    public void EarlyStopping_ByAnotherScore_ChoosesTheBestEpochByIt()
    {
        var recipe = TrainingSetup.Recipe with { EarlyStopping = new EarlyStoppingRecipe { Metric = "mAP50_95" } };
        var unknown = recipe with { EarlyStopping = new EarlyStoppingRecipe { Metric = "mAP51" } };

        TrainingSetup.Train(recipe, _observer, validator: new ScriptedValidator(.1, .3, .2, .1)).BestEpoch.Should().Be(2);
        FluentActions.Invoking(() => TrainingSetup.Train(unknown, _observer, validator: new ScriptedValidator(.1)))
            .Should().Throw<DomainRuleException>().Which.Should().Match<DomainRuleException>(refused => refused.Code == "training.metric_unknown" && refused.Message.Contains("mAP50_95"));
    }

    [Fact]
    public void Save_NoRoom_HoldsStillUntilThereIsAndLosesNothing()
    {
        var whole = new RecordingObserver();
        TrainingSetup.Train(TrainingSetup.Recipe, whole, CheckpointSetup.Store(_folder, TrainingSetup.Recipe));
        using var folder = new TemporaryFolder();
        var disk = new FillingDisk(new DiskCheckpointFiles(folder.Path), failFrom: 3, failures: 4);

        var state = TrainingSetup.Train(TrainingSetup.Recipe, _observer, CheckpointSetup.Store(disk, TrainingSetup.Recipe));

        state.CompletedEpochs.Should().Be(4);
        _observer.BatchLosses.Should().Equal(whole.BatchLosses);
        _observer.Events.OfType<CheckpointFailed>().Should().ContainSingle("it is told once").Which.Reason.Should().Contain("No space left");
        _observer.Events.OfType<CheckpointSaved>().Should().HaveCount(5);
        var kept = CheckpointSetup.Store(folder, TrainingSetup.Recipe).ReadManifest().Checkpoints;
        kept.Select(entry => entry.Sha256).Should().Equal(Store().ReadManifest().Checkpoints.Select(entry => entry.Sha256));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Save_NoRoomAndAskedToEnd_EndsWithWhatIsSafe(bool isPause)
    {
        using var stop = new StopSignal();
        using var cancel = new CancellationTokenSource();
        var disk = new FillingDisk(new DiskCheckpointFiles(_folder.Path), failFrom: 3, failures: int.MaxValue)
        {
            OnFailure = () =>
            {
                if (isPause)
                {
                    stop.Ask(StopWish.Pause);
                }
                else
                {
                    cancel.Cancel();
                }
            },
        };

        FluentActions.Invoking(() => TrainingSetup.Train(TrainingSetup.Recipe, _observer, CheckpointSetup.Store(disk, TrainingSetup.Recipe), stop: cancel, signal: stop))
            .Should().Throw<OperationCanceledException>();

        using var newest = Store().LoadNewest()!;
        newest.Entry.Epoch.Should().Be(1);
    }

    private static ShapeBatches Asking(StopSignal stop, StopWish wish, int epoch, int batch) => new(TrainingSetup.Recipe)
    {
        BeforeBatch = (e, b) =>
        {
            if ((e, b) == (epoch, batch))
            {
                stop.Ask(wish);
            }
        },
    };

    private CheckpointStore Store(TrainingRecipe? recipe = null) => CheckpointSetup.Store(_folder, recipe ?? TrainingSetup.Recipe);

    // Null where it was paused.
    private TrainingState? Train(StopSignal stop, ShapeBatches batches, ScriptedValidator? validator = null)
    {
        try
        {
            return TrainingSetup.Train(TrainingSetup.Recipe, _observer, Store(), validator: validator, batches: batches, signal: stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private TaskTrainer<Detector> Trainer(ILearner<Detector> learner, ITrainingObserver observer, StopSignal? stop, ShapeBatches batches) =>
        new(TrainingSetup.Recipe, learner, batches, null, Store(), observer, TimeProvider.System) { Stop = stop };

    /// <summary>A detector's learner whose input is blurred by random numbers of the tensor library, as dropout would.</summary>
    private sealed class NoisyLearner : ILearner<Detector>
    {
        private readonly ILearner<Detector> _inner = TrainingSetup.Learner(TrainingSetup.Recipe);

        public IReadOnlyList<string> LossNames => _inner.LossNames;

        public Detector NewNetwork() => _inner.NewNetwork();

        public void Initialize(Detector network) => _inner.Initialize(network);

        public IReadOnlyList<Tensor> Losses(Detector network, Tensor input, TrainingBatch batch, StageClock clock) =>
            _inner.Losses(network, input + (randn_like(input) * 0.5), batch, clock);

        public void Dispose() => _inner.Dispose();
    }

    /// <summary>Has no room for a while.</summary>
    private sealed class FillingDisk(ICheckpointFiles inner, int failFrom, int failures) : ICheckpointFiles
    {
        private int _writes;
        private int _failed;

        public Action OnFailure { get; init; } = () => { };

        public void Write(string name, Action<Stream> content)
        {
            if (++_writes >= failFrom && _failed < failures)
            {
                _failed++;
                OnFailure();
                throw new IOException("No space left on device");
            }

            inner.Write(name, content);
        }

        public Stream OpenRead(string name) => inner.OpenRead(name);

        public bool Exists(string name) => inner.Exists(name);

        public IReadOnlyList<string> List() => inner.List();

        public void Delete(string name) => inner.Delete(name);
    }
}
