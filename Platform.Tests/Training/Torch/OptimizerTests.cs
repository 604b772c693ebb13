using Platform.Training.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

public sealed class OptimizerTests : TorchTest
{
    [Fact]
    public void AdamW_TwoSteps_FollowsTheFormula()
    {
        using var scope = NewDisposeScope();
        const double Rate = 0.1, Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8, Decay = 0.05;
        var parameter = nn.Parameter(tensor(1.0));
        using var optimizer = optim.AdamW([parameter], Rate, Beta1, Beta2, Epsilon, Decay);
        double weight = 1, average = 0, square = 0;
        for (var step = 1; step <= 2; step++)
        {
            optimizer.zero_grad();
            (parameter * parameter * 3).backward();
            optimizer.step();
            var gradient = 6 * weight;
            weight *= 1 - (Rate * Decay);
            average = (Beta1 * average) + ((1 - Beta1) * gradient);
            square = (Beta2 * square) + ((1 - Beta2) * gradient * gradient);
            weight -= Rate * (average / (1 - Math.Pow(Beta1, step))) / (Math.Sqrt(square / (1 - Math.Pow(Beta2, step))) + Epsilon);
            parameter.ToDouble().Should().BeApproximately(weight, 1e-12);
        }
    }

    [Fact]
    public void Adam_WithDecay_DecaysThroughTheGradient()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(tensor(2.0));
        using var optimizer = optim.Adam([parameter], lr: 0.5, weight_decay: 0.1);
        (parameter * 0).backward();
        optimizer.step();
        // The first step's size is the rate, whatever the gradient's size.
        parameter.ToDouble().Should().BeApproximately(1.5, 1e-6);
    }

    [Theory]
    [InlineData(false, 0.9, 0.71)]
    [InlineData(true, 0.81, 0.539)]
    public void Sgd_WithMomentum_FollowsTheFormula(bool nesterov, double first, double second)
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(tensor(1.0));
        using var optimizer = optim.SGD([parameter], 0.1, momentum: 0.9, nesterov: nesterov);
        var values = new List<double>();
        for (var step = 0; step < 2; step++)
        {
            optimizer.zero_grad();
            (parameter * 1).backward();
            optimizer.step();
            values.Add(parameter.ToDouble());
        }
        // Gradient 1: the buffers are 1 and 1.9; with nesterov the steps are 1.9 and 2.71.
        values[0].Should().BeApproximately(first, 1e-12);
        values[1].Should().BeApproximately(second, 1e-12);
    }

    [Fact]
    public void Groups_WithOwnSettings_StepByThem()
    {
        using var scope = NewDisposeScope();
        var fast = nn.Parameter(ones(1));
        var slow = nn.Parameter(ones(1));
        var idle = nn.Parameter(ones(1));
        using var optimizer = optim.SGD(
            [new SGD.ParamGroup([fast], lr: 0.5), new SGD.ParamGroup([slow, idle], new SGD.Options { weight_decay = 1 })], 0.1);
        (fast + slow).sum().backward();
        optimizer.step();
        fast.ToSingle().Should().Be(0.5f);
        slow.ToSingle().Should().BeApproximately(0.8f, 1e-6f);
        idle.ToSingle().Should().Be(1);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = 0;
        }
        optimizer.step();
        fast.ToSingle().Should().Be(0.5f);
    }

    [Fact]
    public void State_SavedAndLoaded_GoesOnBitExactly()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (nn.Parameter(ones(3)), nn.Parameter(ones(3)));
        using var first = optim.AdamW([a], 0.1);
        using var second = optim.AdamW([b], 0.3);
        Step(first, a);
        Step(first, a);
        using (no_grad())
        {
            b.copy_(a);
        }
        OptimizerState.Load(second, OptimizerState.Save(first));
        Step(first, a);
        Step(second, b);
        b.equal(a).Should().BeTrue();

        static void Step(optim.Optimizer optimizer, Parameter parameter)
        {
            optimizer.zero_grad();
            (parameter.pow(3) * arange(3)).sum().backward();
            optimizer.step();
        }
    }

    [Fact]
    public void Clip_OfLargeGradients_ScalesThemToTheNorm()
    {
        using var scope = NewDisposeScope();
        var a = nn.Parameter(zeros(1));
        var b = nn.Parameter(zeros(1));
        ((a * 3) + (b * 4)).backward();
        nn.utils.clip_grad_norm_([a, b], 1).Should().BeApproximately(5, 1e-6);
        a.grad!.ToSingle().Should().BeApproximately(0.6f, 1e-5f);
        nn.utils.clip_grad_norm_([a, b], 10).Should().BeApproximately(1, 1e-5);
        b.grad!.ToSingle().Should().BeApproximately(0.8f, 1e-5f);
    }

    [Fact]
    public void Schedules_OverSteps_SetTheRate()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([nn.Parameter(zeros(1))], 1.0);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 10);
        Rate().Should().Be(1);
        schedule.step(5);
        Rate().Should().BeApproximately(0.5, 1e-12);
        optim.lr_scheduler.StepLR(optimizer, 2, 0.1).step(4);
        Rate().Should().BeApproximately(0.01, 1e-12);
        optim.lr_scheduler.LinearLR(optimizer, 0.5, 1, 4).step(2);
        Rate().Should().BeApproximately(0.75, 1e-12);

        double Rate() => optimizer.ParamGroups.Single().LearningRate;
    }
}
