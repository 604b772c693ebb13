using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Tests.Training.Torch;
using Platform.Training.Checkpoints;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

public sealed class ResumeTests : TorchTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Resume_AfterAnyEpoch_GivesExactlyTheLossesOfAnUninterruptedRun(int completedEpochs)
    {
        var (whole, rest) = (new RecordingObserver(), new RecordingObserver());
        using var wholeFolder = new TemporaryFolder();
        var wholeStore = CheckpointSetup.Store(wholeFolder, TrainingSetup.Recipe);
        TrainingSetup.Train(TrainingSetup.Recipe, whole, wholeStore, validator: new ScriptedValidator(.1, .4, .3, .2));
        TrainUntil(completedEpochs);

        var store = CheckpointSetup.Store(_folder, TrainingSetup.Recipe);
        using (var loaded = store.LoadNewest()!)
        {
            loaded.Entry.Epoch.Should().Be(completedEpochs);
            TrainingSetup.Train(
                TrainingSetup.Recipe, rest, store, loaded.Snapshot, new ScriptedValidator([.. new[] { .1, .4, .3, .2 }.Skip(completedEpochs)]));
        }

        rest.BatchLosses.Should().Equal(whole.BatchLosses.Skip(2 * completedEpochs));
        rest.Events.OfType<RunStarted>().Single().CompletedEpochs.Should().Be(completedEpochs);
        FinalWeights(store).Should().Equal(FinalWeights(wholeStore));
    }

    [Fact]
    public void LoadNewest_NewestIsDamaged_FallsBackAndNamesIt()
    {
        var store = CheckpointSetup.Store(_folder, TrainingSetup.Recipe);
        TrainUntil(3);
        var path = _folder["last-0003.safetensors"];
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        using var loaded = store.LoadNewest()!;

        loaded.Entry.File.Should().Be("epoch-0002.safetensors");
        loaded.Damaged.Should().Equal("last-0003.safetensors");
        loaded.Snapshot.State.CompletedEpochs.Should().Be(2);
    }

    [Fact]
    public void LoadNewest_NothingSaved_IsNull() => CheckpointSetup.Store(_folder, TrainingSetup.Recipe).LoadNewest().Should().BeNull();

    [Fact]
    public void LoadNewest_OtherSettings_IsRefused()
    {
        TrainUntil(1);

        FluentActions.Invoking(() => CheckpointSetup.Store(_folder, TrainingSetup.Recipe with { Seed = 5 }).LoadNewest())
            .Should().Throw<ConflictException>().Which.Code.Should().Be("training.resume_changed");
    }

    [Fact]
    public void LoadNewest_Snapshot_KeepsEveryPartOfTheState()
    {
        TrainUntil(2);

        using var loaded = CheckpointSetup.Store(_folder, TrainingSetup.Recipe).LoadNewest()!;

        loaded.Snapshot.State.Should().BeEquivalentTo(new { CompletedEpochs = 2, Iterations = 4, BestEpoch = 2, BestScore = .4 });
        loaded.Snapshot.Resume.Keys.Should().Contain(["weights", "mean", "square"]).And.Contain(name => name.StartsWith("buffer.", StringComparison.Ordinal));
        loaded.Snapshot.Weights["head.cls_preds.0.bias"].shape.Should().Equal(2);
    }

    // A run that ends early as a killed process would leave it: nothing is saved after the epoch.
    private void TrainUntil(int epochs)
    {
        using var stop = new CancellationTokenSource();
        var batches = new ShapeBatches(TrainingSetup.Recipe)
        {
            BeforeBatch = (epoch, _) =>
            {
                if (epoch == epochs)
                {
                    stop.Cancel();
                }
            },
        };
        FluentActions.Invoking(() => TrainingSetup.Train(
            TrainingSetup.Recipe, new RecordingObserver(), CheckpointSetup.Store(_folder, TrainingSetup.Recipe),
            validator: new ScriptedValidator(.1, .4, .3, .2), batches: batches, stop: stop)).Should().Throw<OperationCanceledException>();
    }

    private static byte[] FinalWeights(CheckpointStore store) =>
        Convert.FromHexString(store.ReadManifest().Checkpoints.Single(entry => entry.Kind == CheckpointKind.Final).Sha256);
}
