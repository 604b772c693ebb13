using Platform.Tests.Training.Imaging;
using Platform.Tests.Training.Torch;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Models;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Det;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Incremental;

public sealed class EarlierValidationTests : TorchTest
{
    // 0 to 2 are old, 3 is new.
    private static readonly GrownClasses s_classes = new(["a", "b", "c", "new"], 3, []);

    [Fact]
    public void Judges_ForClassesThatTheOwnImagesLack_AreTheNearestDataThatHasThem()
    {
        var own = Samples("own", [3], [1, 3]);
        var parents = Samples("parent", [2], []);
        var grandparents = Samples("grandparent", [0, 2], [1]);
        var oldest = Samples("oldest", [0], [1]);

        var judges = EarlierValidation.Of(own, [parents, grandparents, oldest], s_classes);

        judges.Select(judge => (string.Join(' ', judge.Classes), judge.Samples)).Should().Equal(("2", parents), ("0", grandparents));
    }

    [Fact]
    public void Judges_WhereTheOwnImagesShowEveryClass_AreNone() => EarlierValidation.Of(Samples("own", [0, 1, 2, 3]), [Samples("parent", [0, 1, 2])], s_classes).Should().BeEmpty();

    [Fact]
    public void Judges_WithoutOwnValidationImages_AreNone() => EarlierValidation.Of([], [Samples("parent", [0])], s_classes).Should().BeEmpty();

    [Fact]
    public void Score_OfAChild_IsTheMeanOverOwnAndEarlierClasses()
    {
        TestImages.RequireLibrary();
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var network = new Detector(new DetectorArchitecture { Width = 0.1, Depth = 0.167, ClassCount = 2 });
        network.eval();
        var own = Validator(ColouredPictures.Take(0, 2, shown: [1], labelled: [1]));
        var earlier = Validator(ColouredPictures.Take(50, 3, shown: [0], labelled: [0]));

        var judge = new ChildValidator<Detector>(own, [([0], earlier)]);
        var both = judge.Evaluate(network, TestContext.Current.CancellationToken);

        var (fresh, old) = (own.EvaluateFully(network, TestContext.Current.CancellationToken), earlier.EvaluateFully(network, TestContext.Current.CancellationToken));
        both.Score.Should().BeApproximately((fresh.Map50To95 + old.Map50To95) / 2, 1e-9);
        both.Values["mAP50"].Should().BeApproximately((fresh.Map50 + old.Map50) / 2, 1e-9);
        judge.ImageCount.Should().Be(5);
    }

    private static DetectionValidator Validator(IReadOnlyList<TrainingSample> samples) =>
        new(samples, ColouredPictures.Classes, new DecodeCache(TestImages.Codec, ColouredPictures.Side), TestImages.Codec, ColouredPictures.Side, 4);

    private static List<TrainingSample> Samples(string name, params int[][] classes) =>
        [.. classes.Select((labels, index) => new TrainingSample($"{name}-{index}", () => [], [.. labels.SelectMany(_ => new float[] { 1, 1, 9, 9 })], labels))];
}
