using Platform.Training.Runs.Launch;

namespace Platform.Tests.Training.Runs.Launch;

public sealed class TrainingGateTests
{
    private readonly TrainingGate _gate = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Measure_NothingUnderWay_Runs() => _gate.TryMeasure(_ => "measured", Cancellation).Should().Be("measured");

    [Fact]
    public void Measure_BesideATraining_DoesNotBegin()
    {
        using (_gate.EnterTraining())
        {
            _gate.TryMeasure(_ => "measured", Cancellation).Should().BeNull();
        }

        _gate.TryMeasure(_ => "measured", Cancellation).Should().Be("measured");
    }

    [Fact]
    public async Task Training_WhileAMeasurementRuns_EndsItAndWaitsForItsEnd()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = false;
        var measuring = Task.Run(
            () => _gate.TryMeasure<string>(
                stop =>
                {
                    begun.SetResult();
                    stop.WaitHandle.WaitOne();
                    gone = true;
                    throw new OperationCanceledException(stop);
                },
                Cancellation),
            Cancellation);
        await begun.Task;

        using var training = _gate.EnterTraining();

        gone.Should().BeTrue();
        (await measuring).Should().BeNull("it gave way");
    }

    [Fact]
    public void Measure_ThatFails_LeavesTheGateOpen()
    {
        FluentActions.Invoking(() => _gate.TryMeasure<string>(_ => throw new InvalidOperationException("boom"), Cancellation)).Should().Throw<InvalidOperationException>();
        _gate.TryMeasure(_ => "again", Cancellation).Should().Be("again");
    }
}
