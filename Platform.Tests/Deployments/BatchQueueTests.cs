using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Deployments;
using Platform.Training.Inference;

namespace Platform.Tests.Deployments;

/// <summary>Requests that wait for one network: a stand-in whose first run ends when the test says so.</summary>
public sealed class BatchQueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_ThatArriveDuringARun_MakeTheNextOneTogether()
    {
        var network = new GatedNetwork();
        await using var queue = new BatchQueue(network, new ServingOptions { MaxBatchSize = 4, MaxBatchWaitMs = 0 });
        var first = Task.Run(() => queue.PredictAsync(new byte[] { 1 }, 0, Cancellation), Cancellation);
        await network.Started;
        var others = Enumerable.Range(2, 6).Select(i => queue.PredictAsync(new[] { (byte)i }, 0, Cancellation)).ToList();

        network.Open();

        (await first).Predictions[0].Confidence.Should().BeApproximately(0.01, 1e-6);
        (await Task.WhenAll(others)).Select(answer => Math.Round(100 * answer.Predictions[0].Confidence)).Should().Equal(2, 3, 4, 5, 6, 7);
        network.Batches.Should().Equal(1, 4, 2);
        queue.LargestBatch.Should().Be(4);
    }

    [Fact]
    public async Task Request_Alone_WaitsForNobody()
    {
        var network = new GatedNetwork();
        network.Open();
        await using var queue = new BatchQueue(network, new ServingOptions { MaxBatchWaitMs = TimeSpan.FromDays(1).TotalMilliseconds });

        (await queue.PredictAsync(new byte[] { 9 }, 0, Cancellation)).Predictions.Should().ContainSingle();
    }

    [Fact]
    public async Task Request_Alone_IsAnsweredOnItsOwnThread()
    {
        var network = new GatedNetwork();
        network.Open();
        await using var queue = new BatchQueue(network, new ServingOptions());

        queue.PredictAsync(new byte[] { 9 }, 0, Cancellation).IsCompletedSuccessfully.Should().BeTrue("it ran before the call returned");
    }

    [Fact]
    public async Task Request_WhoseCallerLeft_IsNotRun()
    {
        var network = new GatedNetwork();
        await using var queue = new BatchQueue(network, new ServingOptions { MaxBatchWaitMs = 0 });
        using var leaving = new CancellationTokenSource();
        var first = Task.Run(() => queue.PredictAsync(new byte[] { 1 }, 0, Cancellation), Cancellation);
        await network.Started;
        var left = queue.PredictAsync(new byte[] { 2 }, 0, leaving.Token);
        var stays = queue.PredictAsync(new byte[] { 3 }, 0, Cancellation);

        await leaving.CancelAsync();
        network.Open();

        await first;
        await stays;
        var waiting = async () => await left;
        await waiting.Should().ThrowAsync<OperationCanceledException>();
        network.Batches.Should().Equal(1, 1);
    }

    [Fact]
    public async Task Requests_OfARunThatFails_AreAllToldAndTheNextIsAnswered()
    {
        var network = new GatedNetwork { FailsOn = 13 };
        network.Open();
        await using var queue = new BatchQueue(network, new ServingOptions());

        var failing = async () => await queue.PredictAsync(new byte[] { 13 }, 0, Cancellation);

        await failing.Should().ThrowAsync<InvalidOperationException>();
        (await queue.PredictAsync(new byte[] { 14 }, 0, Cancellation)).Predictions.Should().ContainSingle();
    }

    [Fact]
    public async Task Request_OfWhatIsNoImage_IsRefusedAndHoldsNothingUp()
    {
        var network = new GatedNetwork();
        network.Open();
        await using var queue = new BatchQueue(network, new ServingOptions { MaxBatchWaitMs = TimeSpan.FromDays(1).TotalMilliseconds });

        var refused = async () => await queue.PredictAsync(Array.Empty<byte>(), 0, Cancellation);

        await refused.Should().ThrowAsync<InvalidImageException>();
        (await queue.PredictAsync(new byte[] { 1 }, 0, Cancellation)).Predictions.Should().ContainSingle();
    }

    [Fact]
    public async Task Dispose_WithRequestsWaiting_AnswersThemFirst()
    {
        var network = new GatedNetwork();
        var queue = new BatchQueue(network, new ServingOptions { MaxBatchWaitMs = 0 });
        var first = Task.Run(() => queue.PredictAsync(new byte[] { 1 }, 0, Cancellation), Cancellation);
        await network.Started;
        var second = queue.PredictAsync(new byte[] { 2 }, 0, Cancellation);

        var disposing = queue.DisposeAsync();
        network.IsDisposed.Should().BeFalse();
        network.Open();
        await disposing;

        (await Task.WhenAll(first, second)).Should().HaveCount(2);
        network.IsDisposed.Should().BeTrue();
    }

    /// <summary>Takes the first byte of an "image" for its answer, in hundredths.</summary>
    private sealed class GatedNetwork : IServedNetwork
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _gate = new();

        public Task Started => _started.Task;

        public List<int> Batches { get; } = [];

        public bool IsDisposed { get; private set; }

        public byte? FailsOn { get; init; }

        public IReadOnlyList<string> ClassKeys => ["x"];

        public int InputWidthPx => 1;

        public int InputHeightPx => 1;

        public double DefaultScore => 0;

        public void Open() => _gate.Set();

        public LetterboxTransform Prepare(ReadOnlySpan<byte> encoded, Span<float> planes)
        {
            if (encoded.IsEmpty)
            {
                throw new InvalidImageException(ImageErrorCodes.Empty, "Nothing.");
            }

            planes.Fill(encoded[0]);
            return LetterboxTransform.Fit(1, 1, 1, 1);
        }

        public IReadOnlyList<IReadOnlyList<Prediction>> Predict(float[] planes, IReadOnlyList<LetterboxTransform> letterboxes, IReadOnlyList<double> minimumScores)
        {
            Batches.Add(letterboxes.Count);
            _started.TrySetResult();
            _gate.Wait(TestContext.Current.CancellationToken);
            return planes.Any(value => value == FailsOn)
                ? throw new InvalidOperationException("The network failed.")
                : [.. letterboxes.Select((_, i) => (IReadOnlyList<Prediction>)[new Prediction("x", "X", planes[3 * i] / 100, TagGeometry.Instance)])];
        }

        public void Dispose()
        {
            IsDisposed = true;
            _gate.Dispose();
        }
    }
}
