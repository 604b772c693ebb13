using Platform.Tests.Support;
using Platform.Tests.Training.Imaging;
using Platform.Tests.Training.Torch;
using Platform.Tests.Training.Trainer;
using Platform.Training.Checkpoints;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Ocr;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Tasks.Ocr;

public sealed class LineResumeTests : TorchTest
{
    private const int Interrupted = 2;

    private static readonly OcrTask s_task = new(TestImages.Codec, TimeProvider.System);

    private static readonly TrainingRecipe s_recipe = s_task.Defaults with
    {
        Width = 0.125, ImageSize = 128, BatchSize = 4, Epochs = 4, Threads = 1, Reporting = new ReportingRecipe { LogInterval = 1, SampleInterval = 0 },
    };

    [Fact]
    public void Train_InterruptedAndResumed_GivesExactlyTheLossesOfAnUninterruptedRun()
    {
        using var folders = new TemporaryFolder();
        var data = LineTrainingTests.DataOf(LinePictures.Draw(5, 8), LinePictures.Draw(6, 4));
        var (whole, rest) = (new RecordingObserver(), new RecordingObserver());
        using var start = new StoppingObserver(Interrupted);
        s_task.Train(data, s_recipe, Store(folders["whole"], data), null, whole, TestContext.Current.CancellationToken);
        FluentActions.Invoking(() => s_task.Train(data, s_recipe, Store(folders["parts"], data), null, start, start.Token)).Should().Throw<OperationCanceledException>();

        using (var newest = Store(folders["parts"], data).LoadNewest()!)
        {
            newest.Entry.Epoch.Should().Be(Interrupted);
            s_task.Train(data, s_recipe, Store(folders["parts"], data), newest.Snapshot, rest, TestContext.Current.CancellationToken);
        }

        rest.BatchLosses.Should().Equal(whole.BatchLosses.Skip(2 * Interrupted));
        whole.BatchLosses.Should().HaveCount(2 * s_recipe.Epochs);
    }

    private static CheckpointStore Store(string folder, TaskData data) =>
        new(new DiskCheckpointFiles(Directory.CreateDirectory(folder).FullName), new CheckpointContext(s_recipe, data.ClassNames, "data"), 1, TimeProvider.System);

    // Stops the run between two epochs, as a person would.
    private sealed class StoppingObserver(int afterEpoch) : ITrainingObserver, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken Token => _stop.Token;

        public void Observe(TrainingEvent trainingEvent)
        {
            if (trainingEvent is EpochCompleted completed && completed.Epoch == afterEpoch)
            {
                _stop.Cancel();
            }
        }

        public void Dispose() => _stop.Dispose();
    }
}
