using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

public sealed class AutogradTests : TorchTest
{
    private const double Step = 1e-4;

    public static TheoryData<string, Func<Tensor, Tensor>> Functions => new()
    {
        { "silu", x => x.silu() },
        { "softmax", x => x.softmax(1) * arange(3, dtype: float64) },
        { "log", x => (x * x + 1).log() },
        { "matmul", x => x.matmul(x.t()) },
        { "max", x => x.max(1).values },
        { "atan", x => x.atan() * x.sigmoid() },
        { "gather", x => x.gather(1, tensor(new long[] { 2, 0 }, [2, 1])).exp() },
        { "interpolate", x => nn.functional.interpolate(x.view(1, 1, 2, 3), scale_factor: [2, 2], mode: InterpolationMode.Bilinear).pow(2) },
        { "bce", x => nn.functional.binary_cross_entropy_with_logits(x, full_like(x, 0.3), reduction: nn.Reduction.Sum) },
        { "smooth_l1", x => nn.functional.smooth_l1_loss(x, zeros_like(x), beta: 0.5) },
        { "giou", x => 1 - TorchSharp.torchvision.ops.generalized_box_iou(cat([x[.., ..2] - 5, x[.., ..2] + 5], 1), tensor(new double[,] { { -4, -4, 3, 3 } })) },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradient_OfAFunction_IsItsFiniteDifference(string name, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        double[] values = [0.3, -1.1, 2.0, 0.7, -0.4, 1.6];
        var x = tensor(values, [2, 3], requires_grad: true);
        function(x).sum().backward();
        var gradient = x.grad!.data<double>().ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var expected = (At(i, Step) - At(i, -Step)) / (2 * Step);
            gradient[i].Should().BeApproximately(expected, 1e-5, "{0} at {1}", name, i);
        }

        double At(int index, double shift)
        {
            var moved = (double[])values.Clone();
            moved[index] += shift;
            using var inner = NewDisposeScope();
            return function(tensor(moved, [2, 3])).sum().ToDouble();
        }
    }

    [Fact]
    public void Backward_CalledTwice_AddsUp()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3f, requires_grad: true);
        (x * x).backward();
        (x * 2).backward();
        x.grad!.ToSingle().Should().Be(8);
        x.grad = null;
        x.grad.Should().BeNull();
        autograd.grad([x * x * x], [x])[0].ToSingle().Should().Be(27);
    }

    [Fact]
    public void Modes_WithoutGradients_RecordNothing()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        using (no_grad())
        {
            is_grad_enabled().Should().BeFalse();
            (x * 2).requires_grad.Should().BeFalse();
        }
        using (inference_mode())
        {
            (x * 2).requires_grad.Should().BeFalse();
        }
        is_grad_enabled().Should().BeTrue();
        (x * 2).requires_grad.Should().BeTrue();
        (x * 2).detach().requires_grad.Should().BeFalse();
        var nowhere = () => zeros(1).backward();
        nowhere.Should().Throw<System.Runtime.InteropServices.ExternalException>().WithMessage("*does not require grad*");
    }
}
