using Platform.Core.Video;

namespace Platform.Tests.Video;

public sealed class FrameRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Await_AFrameOnItsWay_IsAnsweredWhenItComes()
    {
        var run = new FrameRun(10);
        var twice = new[] { run.Await(11, 20, Cancellation)!, run.Await(11, 20, Cancellation)! };
        run.Give(new DecodedFrame(10, [10]));
        twice.Should().OnlyContain(image => !image.IsCompleted);
        run.Give(new DecodedFrame(11, [11]));
        (await twice[0]).Should().BeSameAs(await twice[1]);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10 + FrameRun.Reach + 1)]
    public void Await_AFrameBehindOrFarAhead_IsLeftToAnotherRun(int frame) => new FrameRun(10).Await(frame, frame, Cancellation).Should().BeNull();

    [Fact]
    public async Task Run_AheadOfItsWatchers_RestsUntilTheyFollow()
    {
        var run = new FrameRun(0);
        _ = run.Await(0, 1, Cancellation);
        run.Give(new DecodedFrame(0, []));
        (await run.WaitForWishAsync()).Should().BeTrue("one more frame was asked for ahead");
        run.Give(new DecodedFrame(1, []));
        var resting = run.WaitForWishAsync();
        resting.IsCompleted.Should().BeFalse();
        run.KeepAhead(1, 5);
        (await resting).Should().BeTrue();
    }

    [Fact]
    public async Task Run_LeftByAllBeforeItsFirstFrame_Stops()
    {
        var run = new FrameRun(0);
        using var gone = new CancellationTokenSource();
        var left = run.Await(0, 30, gone.Token)!;
        await gone.CancelAsync();
        await left.Invoking(image => image).Should().ThrowAsync<OperationCanceledException>();
        run.Stopping.IsCancellationRequested.Should().BeTrue();
        run.Await(0, 30, Cancellation).Should().BeNull();
    }

    [Fact]
    public async Task Run_LeftByOneOfTwo_GoesOn()
    {
        var run = new FrameRun(0);
        using var gone = new CancellationTokenSource();
        var left = run.Await(0, 30, gone.Token)!;
        var stays = run.Await(0, 30, Cancellation)!;
        await gone.CancelAsync();
        await left.Invoking(image => image).Should().ThrowAsync<OperationCanceledException>();
        run.Give(new DecodedFrame(0, [7]));
        (await stays).Should().Equal(7);
    }

    [Fact]
    public void EndIfResting_WhileSomethingIsWanted_DoesNotEnd()
    {
        var run = new FrameRun(0);
        _ = run.Await(0, 0, Cancellation);
        run.EndIfResting().Should().BeFalse();
        run.Give(new DecodedFrame(0, []));
        run.EndIfResting().Should().BeTrue();
        run.Await(1, 1, Cancellation).Should().BeNull();
    }

    [Fact]
    public async Task End_WithAFailure_TellsWhoeverWaits()
    {
        var run = new FrameRun(0);
        var waiting = run.Await(0, 0, Cancellation)!;
        run.End(InvalidVideoException.FrameFailed(0, "it is damaged."));
        (await waiting.Invoking(image => image).Should().ThrowAsync<InvalidVideoException>()).Which.Code.Should().Be(VideoErrorCodes.FrameFailed);
    }
}
