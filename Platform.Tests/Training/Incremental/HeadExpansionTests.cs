using Platform.Tests.Training.Torch;
using Platform.Training.Incremental;
using Platform.Training.Models;
using Platform.Training.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Incremental;

public sealed class HeadExpansionTests : TorchTest, IDisposable
{
    private static readonly DetectorArchitecture s_two = new() { Width = 0.1, Depth = 0.167, ClassCount = 2 };

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Grow_OneClassMore_AnswersForOldClassesAsBeforeAndHoldsTheNewOneForRare()
    {
        using var parent = NewParent();
        using var child = new Detector(s_two with { ClassCount = 3 });
        var made = new List<Tensor>();

        var report = WeightLoader.Load(child, HeadExpansion.Grow(parent.state_dict(), Rows(new GrownClasses(["a", "b", "new"], 2, [])), seed: 1, made));
        made.ForEach(tensor => tensor.Dispose());

        report.IsComplete.Should().BeTrue();
        parent.eval();
        child.eval();
        using var noGrad = no_grad();
        var input = randn(1, 3, 64, 64);
        var (before, after) = (parent.forward(input), child.forward(input));
        Values(after.ClassLogits.narrow(-1, 0, 2)).Should().Equal(Values(before.ClassLogits));
        Values(after.BoxLogits).Should().Equal(Values(before.BoxLogits));
        Values(after.ClassLogits.select(-1, 2)).Should().OnlyContain(logit => Math.Abs(logit + 4.595) < 0.5);
        foreach (var conv in child.Head.ClassPredictions)
        {
            var rows = conv.weight.select(0, 2);
            rows.std().ToDouble().Should().BeInRange(0.005, 0.02);
            conv.bias!.select(0, 2).ToDouble().Should().BeApproximately(DetectorInitializer.ClassBias, 1e-6);
        }
    }

    [Fact]
    public void Grow_ClassThatTheParentNeverSaw_BeginsAnewAtItsPlace()
    {
        using var parent = NewParent();
        var made = new List<Tensor>();

        var grown = HeadExpansion.Grow(parent.state_dict(), Rows(new GrownClasses(["a", "b"], 2, [0])), seed: 1, made);

        Values(grown["head.cls_preds.0.bias"]).Should().Equal((float)DetectorInitializer.ClassBias, Values(parent.Head.ClassPredictions[0].bias!)[1]);
        made.ForEach(tensor => tensor.Dispose());
    }

    [Fact]
    public void Grow_SameSeed_DrawsTheSameRows()
    {
        using var parent = NewParent();
        var made = new List<Tensor>();
        float[] Draw(int seed)
        {
            rand(5).Dispose();
            return Values(HeadExpansion.Grow(parent.state_dict(), Rows(new GrownClasses(["a", "b", "new"], 2, [])), seed, made)["head.cls_preds.1.weight"]);
        }

        Draw(7).Should().Equal(Draw(7));
        Draw(7).Should().NotEqual(Draw(8));
        made.ForEach(tensor => tensor.Dispose());
    }

    private static Func<string, GrownRows?> Rows(GrownClasses classes) => name => name.StartsWith("head.cls_preds.", StringComparison.Ordinal) ? GrownRows.OfClasses(classes) : null;

    // Class biases that no start has, so that rows can be told apart.
    private static Detector NewParent()
    {
        manual_seed(3);
        var parent = new Detector(s_two);
        DetectorInitializer.Initialize(parent);
        using var noGrad = no_grad();
        foreach (var conv in parent.Head.ClassPredictions)
        {
            conv.bias!.copy_(tensor(new[] { 0.25f, -1.5f }));
        }

        return parent;
    }

    private static float[] Values(Tensor values) => values.detach().contiguous().data<float>().ToArray();
}
