using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Recipes;

namespace Platform.Tests.Training.Incremental;

public sealed class RehearsalTests
{
    [Theory]
    [InlineData(30, 30)]     // fewer than the smallest buffer: all of them
    [InlineData(200, 50)]
    [InlineData(1_000, 100)]
    [InlineData(50_000, 2_000)]
    public void Size_OfSoManyImages_IsATenthWithinItsBounds(int images, int expected) => RehearsalBuffer.SizeOf(images, new RehearsalRecipe()).Should().Be(expected);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Buffer_OfAnyData_KeepsItsSizeAndIsBetterBalancedThanChance(int seed)
    {
        const int Classes = 4;
        const int Size = 40;
        var labels = RandomLabels(seed, 400);

        var chosen = RehearsalBuffer.Choose(labels, Size, 1.0 / 3, seed);

        chosen.Should().HaveCount(Size).And.OnlyHaveUniqueItems().And.BeInAscendingOrder();
        chosen.Should().Equal(RehearsalBuffer.Choose(labels, Size, 1.0 / 3, seed), "the seed decides everything");
        var byChance = Enumerable.Range(0, 20).Average(draw => RehearsalBuffer.ImbalanceOf(RehearsalBuffer.Choose(labels, Size, 1, 100 + draw).Select(image => labels[image]), Classes));
        RehearsalBuffer.ImbalanceOf(chosen.Select(image => labels[image]), Classes).Should().BeLessThan(byChance / 2);
    }

    [Fact]
    public void Buffer_LargerThanTheData_TakesAllOfIt() => RehearsalBuffer.Choose([[0], [], [1]], 10, 0.5, 1).Should().Equal(0, 1, 2);

    [Fact]
    public void Buffer_WithRoomForLabelledImages_LeavesEmptyOnes() => RehearsalBuffer.Choose([[], [0], [], [1]], 2, 0, 1).Should().Equal(1, 3);

    [Fact]
    public void Order_OfAnEpoch_ShowsEachNewSampleAndAQuarterOldOnesInEveryBatch()
    {
        var order = new RehearsalOrder(newCount: 30, oldCount: 7, batchSize: 8, share: 0.25, seed: 3);

        var epochs = Enumerable.Range(0, 4).Select(order.Epoch).ToList();

        order.BatchesPerEpoch.Should().Be(5);
        epochs.Should().OnlyContain(epoch => epoch.Chunk(8).All(batch => batch.Length == 8 && batch.Count(index => index >= 30) == 2));
        epochs.Should().OnlyContain(epoch => epoch.Where(index => index < 30).Distinct().Count() == 30);
        var shown = epochs.SelectMany(epoch => epoch).Where(index => index >= 30).GroupBy(index => index).Select(group => group.Count()).ToList();
        shown.Should().HaveCount(7).And.OnlyContain(times => times == 5 || times == 6, "forty places for seven images");
        new RehearsalOrder(30, 7, 8, 0.25, 3).Epoch(2).Should().Equal(epochs[2], "an epoch is a function of its number, so that a run can go on at it");
        epochs[0].Should().NotEqual(epochs[1]);
    }

    // The first class on nearly every image, the last on few, as real data has it.
    private static List<IReadOnlyList<int>> RandomLabels(int seed, int images) =>
    [
        .. Enumerable.Range(0, images).Select(image =>
        {
            var random = new SampleRandom(seed, 1, image);
            var labels = Enumerable.Repeat(0, random.NextIndex(6)).ToList();
            labels.AddRange(Enumerable.Range(1, 3).Where(index => random.NextChance(0.5 / (index * index))));
            return (IReadOnlyList<int>)labels;
        }),
    ];
}
