using Platform.Tests.Training.Torch;
using Platform.Training.Tasks.Seg;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Tasks.Seg;

public sealed class MaskLossTests : TorchTest
{
    [Fact]
    public void PerObject_CellsOfTheBox_AreAveragedAndOthersLeftOut()
    {
        using var scope = NewDisposeScope();
        // Two masks of 2 x 3 cells. Box one holds the left four cells, box two the last cell only.
        var logits = tensor(new float[] { 0, 2, 50, 0, -2, 50, 9, 9, 9, 9, 9, 1 }).reshape(2, 2, 3);
        var targets = tensor(new float[] { 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }).reshape(2, 2, 3);
        var boxes = tensor(new float[] { 0, 0, 2, 2, 2, 1, 3, 2 }).reshape(2, 4);

        var losses = MaskLoss.PerObject(logits, targets, boxes).data<float>().ToArray();

        // ln 2 twice and ln(1 + e^-2) twice, by four; ln(1 + e^-1).
        losses[0].Should().BeApproximately(((2 * 0.693147f) + (2 * 0.126928f)) / 4, 1e-5f);
        losses[1].Should().BeApproximately(0.313262f, 1e-5f);
    }

    [Fact]
    public void PerObject_BoxBetweenCentres_IsZeroAndNoNumberByZero()
    {
        using var scope = NewDisposeScope();
        var boxes = tensor(new float[] { 0.6f, 0, 0.9f, 2 }).reshape(1, 4);

        MaskLoss.PerObject(ones(1, 2, 2), zeros(1, 2, 2), boxes).ToDouble().Should().Be(0);
    }
}
