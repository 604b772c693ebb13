using Platform.Core.Video;

namespace Platform.Tests.Video;

public sealed class FrameIndexTests
{
    [Fact]
    public void Index_WrittenAndRead_IsTheSame()
    {
        var index = FrameIndex.FromBytes(new FrameIndex(1, 12800, [-512, 0, 700, 1024], [1, 3]).ToBytes());
        (index.Count, index.TimeBaseNumerator, index.TimeBaseDenominator, index.HasTimes).Should().Be((4, 1, 12800, true));
        Enumerable.Range(0, 4).Select(index.TimeOf).Should().Equal(-512, 0, 700, 1024);
        index.KeyframeUpTo(2).Should().Be(1);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(5, 4)]
    public void KeyframeUpTo_AFrame_IsTheLastOneThatIsNotBehindIt(int frame, int? keyframe) =>
        new FrameIndex(1, 25, [0, 1, 2, 3, 4, 5], [1, 4]).KeyframeUpTo(frame).Should().Be(keyframe);

    [Fact]
    public void Find_ATime_IsTheFrameShownExactlyThen()
    {
        var index = new FrameIndex(1, 1000, [0, 40, 85], [0]);
        (index.Find(40), index.Find(41)).Should().Be((1, null));
    }

    [Theory]
    [InlineData(0L, null, 2L)]
    [InlineData(0L, 1L, 1L)]
    [InlineData(2L, 1L, 3L)]
    [InlineData(0L, 1L, long.MaxValue)]
    public void Times_MissingRepeatedOrReversed_AreNotUsed(long? first, long? second, long? third) =>
        new FrameIndex(1, 25, [first, second, third], [0]).Should().BeEquivalentTo(new { HasTimes = false, Count = 3 });

    [Fact]
    public void StampSeconds_OfATimeBetweenMicroseconds_IsRoundedUp() => new FrameIndex(1, 3, [0, 1, 2], [0]).StampSeconds(1).Should().Be(0.333334m);

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0x50, 0x56, 0x49, 0x31, 1, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F })]
    public void FromBytes_Damaged_IsRefused(byte[] bytes) => FluentActions.Invoking(() => FrameIndex.FromBytes(bytes)).Should().Throw<InvalidDataException>();
}
