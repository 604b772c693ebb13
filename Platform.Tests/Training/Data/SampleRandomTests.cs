using Platform.Training.Data;

namespace Platform.Tests.Training.Data;

public sealed class SampleRandomTests
{
    [Fact]
    public void Streams_OfNeighbours_ShareNoValue()
    {
        var first = Enumerable.Range(0, 3).SelectMany(seed => Enumerable.Range(0, 30).SelectMany(epoch => Enumerable.Range(-1, 30).Select(i => new SampleRandom(seed, epoch, i).NextBits())));
        first.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void NextIndex_OverManyDraws_IsUniform()
    {
        var random = new SampleRandom(1, 2, 3);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextIndex(7)]++;
        }

        counts.Should().AllSatisfy(count => count.Should().BeInRange(9_500, 10_500));
    }

    [Fact]
    public void Shuffled_Order_IsAPermutationThatChangesWithTheEpoch()
    {
        var order = EpochOrder.Shuffled(50, 10, 4, 0);
        order.Order().Should().Equal(Enumerable.Range(0, 50));
        order.Should().NotEqual(EpochOrder.Shuffled(50, 10, 4, 1)).And.Equal(EpochOrder.Shuffled(50, 10, 4, 0));
    }

    [Fact]
    public void Shuffled_OfFewerSamplesThanABatch_RepeatsThem() =>
        EpochOrder.Shuffled(3, 8, 4, 0).Should().HaveCount(8).And.OnlyContain(i => i >= 0 && i < 3);
}
