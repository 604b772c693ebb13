using Platform.Tests.Training.Torch;
using Platform.Training.Models;
using Platform.Training.Tensors;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

public sealed class TrainingSessionTests : TorchTest
{
    [Fact]
    public void Step_Repeated_LeavesNoTensorsBehind()
    {
        using var learner = TrainingSetup.Learner(TrainingSetup.Recipe);
        using var session = new TrainingSession<Detector>(TrainingSetup.Recipe, learner, new StageClock(TimeProvider.System));
        var batches = new ShapeBatches(TrainingSetup.Recipe).Epoch(0, TestContext.Current.CancellationToken).ToList();
        session.Network.train();
        session.Step(batches[0], 0, 1e-4);

        // What earlier tests left behind goes when the collector likes.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var tensors = TorchRuntime.NativeTensorCount;

        for (var iteration = 1; iteration < 6; iteration++)
        {
            session.Step(batches[iteration % batches.Count], iteration, 1e-4);
            TorchRuntime.NativeTensorCount.Should().Be(tensors);
        }
    }

    [Fact]
    public void Average_Published_IsWhatTheSnapshotHolds()
    {
        using var learner = TrainingSetup.Learner(TrainingSetup.Recipe);
        using var session = new TrainingSession<Detector>(TrainingSetup.Recipe, learner, new StageClock(TimeProvider.System));
        session.Network.train();
        session.Step(new ShapeBatches(TrainingSetup.Recipe).Epoch(0, TestContext.Current.CancellationToken).First(), 0, 1e-2);

        session.PublishAverage();

        var (snapshot, published) = (session.Snapshot(new TrainingState()).Weights, session.Averaged.state_dict());
        published.Keys.Should().OnlyContain(name => published[name].equal(snapshot[name]));
        var trained = session.Network.state_dict();
        published["backbone.stem.0.conv.weight"].equal(trained["backbone.stem.0.conv.weight"]).Should().BeFalse();
    }
}
