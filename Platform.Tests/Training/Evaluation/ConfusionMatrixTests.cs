using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

public class ConfusionMatrixTests
{
    [Fact]
    public void Confusion_MixedResults_FillsEveryKindOfCell()
    {
        var image = new ImageResult(
            [new(0, new CocoBox(0, 0, 100, 100)), new(1, new CocoBox(200, 0, 100, 100)), new(1, new CocoBox(400, 0, 100, 100))],
            [
                new(0, .9, new CocoBox(0, 0, 100, 100)),
                new(0, .8, new CocoBox(200, 0, 100, 100)),
                new(1, .7, new CocoBox(600, 0, 100, 100)),
                new(1, .1, new CocoBox(400, 0, 100, 100)),
            ]);

        var confusion = CocoEvaluator.Evaluate([image], 2, confusionConfidence: .5).Confusion;

        confusion[0, 0].Should().Be(1);
        confusion[1, 0].Should().Be(1, "the second object was found as the wrong class");
        confusion[1, confusion.Background].Should().Be(1, "the third object's detection is below the confidence");
        confusion[confusion.Background, 1].Should().Be(1);
        confusion.Counts.Sum().Should().Be(4);
    }

    [Fact]
    public void Confusion_EqualOverlap_PrefersTheRightClass()
    {
        var box = new CocoBox(0, 0, 100, 100);
        var image = new ImageResult([new(1, box)], [new(0, .9, box), new(1, .6, box)]);

        var confusion = CocoEvaluator.Evaluate([image], 2, confusionConfidence: .5).Confusion;

        confusion[1, 1].Should().Be(1);
        confusion[confusion.Background, 0].Should().Be(1);
    }
}
