using Platform.Core.Models.Model;
using Platform.Tests.Support;
using Platform.Tests.Training.Torch;
using Platform.Tests.Training.Trainer;
using Platform.Training.Checkpoints;
using Platform.Training.Trainer;
using TorchSharp;

namespace Platform.Tests.Training.Tasks;

/// <summary>
/// A training that was torn apart ends as one that ran through: the same losses and scores, and the same bytes of the last checkpoint, which holds weights, averaged
/// weights, optimiser, statistics, random numbers and counters. With the real loader, its mosaic and its random colours.
/// </summary>
public sealed class TaskResumeTests : TorchTest
{
    private const int StepsPerEpoch = 3;

    [Theory]
    [InlineData(ModelTask.Det)]
    [InlineData(ModelTask.Cls)]
    [InlineData(ModelTask.Seg)]
    [InlineData(ModelTask.Pose)]
    public void Train_KilledAndPausedOnTheWay_EndsAsOneThatRanThrough(ModelTask name)
    {
        var tiny = TinyTask.Of(name);
        using var wholeFolder = new TemporaryFolder();
        using var tornFolder = new TemporaryFolder();
        var whole = new RecordingObserver();
        Train(tiny, wholeFolder, whole, null, (_, _) => { });

        // Killed in the third epoch, so that the second one is done again; then paused at every third step.
        var torn = new RecordingObserver();
        using (var kill = new CancellationTokenSource())
        {
            FluentActions.Invoking(() => Train(tiny, tornFolder, torn, kill, (steps, _) => Do(steps == (2 * StepsPerEpoch) + 1, kill.Cancel))).Should().Throw<OperationCanceledException>();
        }

        torn.Forget(2, 0);
        for (var pauses = 0; ; pauses++)
        {
            // Whatever else the process draws in the meantime must not matter.
            torch.rand(100).Dispose();
            try
            {
                Train(tiny, tornFolder, torn, null, (steps, stop) => Do(steps == 2 || steps == 4, () => stop.Ask(StopWish.Pause)));
                pauses.Should().BeGreaterThan(1);
                break;
            }
            catch (OperationCanceledException)
            {
                pauses.Should().BeLessThan(10);
            }
        }

        torn.BatchLosses.Should().Equal(whole.BatchLosses);
        var (epochs, expected) = (torn.Events.OfType<EpochCompleted>().ToList(), whole.Events.OfType<EpochCompleted>().ToList());
        epochs.Select(epoch => epoch.Losses).Should().Equal(expected.Select(epoch => epoch.Losses));
        epochs.Select(epoch => epoch.Metrics).Should().BeEquivalentTo(expected.Select(epoch => epoch.Metrics));
        var (here, there) = (Entries(tiny, tornFolder), Entries(tiny, wholeFolder));
        here[CheckpointKind.Interval].Should().Be(there[CheckpointKind.Interval], "everything to resume from is the same, byte by byte");
        here[CheckpointKind.Final].Should().Be(there[CheckpointKind.Final]);
        here[CheckpointKind.Best].Should().Be(there[CheckpointKind.Best]);
    }

    private static void Train(TinyTask tiny, TemporaryFolder folder, RecordingObserver observer, CancellationTokenSource? kill, Action<int, StopSignal> afterStep)
    {
        var store = Store(tiny, folder);
        using var newest = store.LoadNewest();
        using var stop = new StopSignal();
        tiny.Task.Train(tiny.Data, tiny.Recipe, store, newest?.Snapshot, new StepCounter(observer, steps => afterStep(steps, stop)), kill?.Token ?? CancellationToken.None, stop);
    }

    private static void Do(bool isDue, Action action)
    {
        if (isDue)
        {
            action();
        }
    }

    private static CheckpointStore Store(TinyTask tiny, TemporaryFolder folder) => new(
        new DiskCheckpointFiles(folder.Path), new CheckpointContext(tiny.Recipe, tiny.Data.ClassNames, "data"), tiny.Recipe.Reporting.CheckpointsKept, TimeProvider.System);

    private static Dictionary<CheckpointKind, string> Entries(TinyTask tiny, TemporaryFolder folder) =>
        Store(tiny, folder).ReadManifest().Checkpoints.GroupBy(entry => entry.Kind).ToDictionary(kind => kind.Key, kind => kind.Last().Sha256);

    private sealed class StepCounter(ITrainingObserver inner, Action<int> afterStep) : ITrainingObserver
    {
        private int _steps;

        public void Observe(TrainingEvent trainingEvent)
        {
            inner.Observe(trainingEvent);
            if (trainingEvent is BatchLogged)
            {
                afterStep(++_steps);
            }
        }
    }
}
