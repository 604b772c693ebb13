using Platform.Tests.Training.Torch;
using Platform.Training.Tasks.Pose;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Tasks.Pose;

public sealed class KeypointLossTests : TorchTest
{
    [Fact]
    public void Similarity_KnownDistances_GivesHandComputedValues()
    {
        using var scope = NewDisposeScope();
        // Object one of 100 square pixels: a point exact, one 1 px off, one not labelled. Object two: nothing labelled.
        var predicted = tensor(new float[] { 5, 5, 8, 4, 90, 90, 1, 1, 2, 2, 3, 3 }).reshape(2, 3, 2);
        var truth = tensor(new float[] { 5, 5, 7, 4, 0, 0, 0, 0, 0, 0, 0, 0 }).reshape(2, 3, 2);
        var labelled = tensor(new float[] { 1, 1, 0, 0, 0, 0 }).reshape(2, 3);
        var areas = tensor(new float[] { 100, 100 });

        var similarity = KeypointLoss.Similarity(predicted, truth, labelled, areas).data<float>().ToArray();
        var distance = KeypointLoss.Distance(predicted, truth, labelled, areas).data<float>().ToArray();

        // 1 - exp(-1 / (8 x .05^2 x 100)) = 1 - exp(-.5), over two points; a tenth of the object's size, over two points.
        similarity[0].Should().BeApproximately((1 - 0.606531f) / 2, 1e-5f);
        similarity[1].Should().Be(0);
        distance[0].Should().BeApproximately(0.05f, 1e-4f);
        distance[1].Should().Be(0);
    }

    [Fact]
    public void Presence_TwoPoints_IsTheMeanEntropy()
    {
        using var scope = NewDisposeScope();

        KeypointLoss.Presence(tensor(new float[] { 0, 2 }).reshape(1, 2), tensor(new float[] { 1, 0 }).reshape(1, 2)).ToDouble().Should().BeApproximately((0.693147 + 2.126928) / 2, 1e-5);
    }
}
