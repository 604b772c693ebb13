using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Platform.Tests.Training.Torch;

public sealed class ModuleTests : TorchTest
{
    [Fact]
    public void Conv2d_ForwardAndBackward_GiveHandComputedValues()
    {
        using var scope = NewDisposeScope();
        using var conv = Conv2d(1, 1, kernel_size: 2, stride: 1, bias: true);
        init.constant_(conv.weight, 1);
        init.constant_(conv.bias!, 0.5);
        var x = arange(9, dtype: float32).reshape(1, 1, 3, 3).requires_grad_();
        var y = conv.call(x);
        y.data<float>().ToArray().Should().Equal(8.5f, 12.5f, 20.5f, 24.5f);
        y.sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(1, 2, 1, 2, 4, 2, 1, 2, 1);
        conv.weight.grad!.data<float>().ToArray().Should().Equal(8, 12, 20, 24);
        conv.bias!.grad!.ToSingle().Should().Be(4);
        Conv2d(4, 8, 3, stride: 2, padding: 1, groups: 4, bias: false).call(zeros(1, 4, 8, 8)).shape.Should().Equal(1, 8, 4, 4);
        ConvTranspose2d(4, 2, 2, stride: 2).call(zeros(1, 4, 8, 8)).shape.Should().Equal(1, 2, 16, 16);
    }

    [Fact]
    public void BatchNorm2d_TrainingThenEval_KeepsRunningStatistics()
    {
        using var scope = NewDisposeScope();
        using var norm = BatchNorm2d(1, eps: 0, momentum: 0.5);
        var x = tensor(new float[] { 1, 2, 3, 6 }, [1, 1, 2, 2]).requires_grad_();
        var y = norm.call(x);
        y.mean().ToSingle().Should().BeApproximately(0, 1e-6f);
        y.pow(2).mean().ToSingle().Should().BeApproximately(1, 1e-5f);
        (y * x.detach()).sum().backward();
        x.grad!.sum().ToSingle().Should().BeApproximately(0, 1e-4f);
        // Mean 3, unbiased variance 14/3, both with weight one half beside the first values 0 and 1.
        norm.running_mean!.ToSingle().Should().BeApproximately(1.5f, 1e-6f);
        norm.running_var!.ToSingle().Should().BeApproximately((1 + (14f / 3)) / 2, 1e-5f);
        norm.num_batches_tracked!.item<long>().Should().Be(1);
        norm.eval();
        norm.call(full([1, 1, 1, 1], 1.5f)).ToSingle().Should().BeApproximately(0, 1e-6f);
    }

    [Fact]
    public void Layers_OfEveryKind_HaveTheirShapes()
    {
        using var scope = NewDisposeScope();
        var x = rand(2, 4, 8, 8);
        Linear(8, 3).call(x).shape.Should().Equal(2, 4, 8, 3);
        MaxPool2d(3, stride: 1, padding: 1).call(x).shape.Should().Equal(2, 4, 8, 8);
        AdaptiveAvgPool2d(1).call(x).shape.Should().Equal(2, 4, 1, 1);
        Upsample(scale_factor: [2, 2]).call(x).shape.Should().Equal(2, 4, 16, 16);
        Sequential(SiLU(), ReLU(inplace: true), Hardsigmoid(), Sigmoid(), Identity(), Dropout(0.1), Flatten()).call(x).shape.Should().Equal(2, 256);
        using var lstm = LSTM(8, 5, numLayers: 2, bidirectional: true);
        var (output, hidden, cell) = lstm.call(rand(7, 3, 8));
        output.shape.Should().Equal(7, 3, 10);
        hidden.shape.Should().Equal(4, 3, 5);
        cell.shape.Should().Equal(4, 3, 5);
        lstm.state_dict().Keys.Should().Contain("weight_ih_l1_reverse").And.HaveCount(16);
    }

    [Fact]
    public void Losses_OfSmallInputs_GiveHandComputedValues()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 2, 3 }, [1, 3]);
        functional.cross_entropy(logits, tensor(new long[] { 2 })).ToSingle().Should().BeApproximately(0.407606f, 1e-5f);
        functional.nll_loss(logits.log_softmax(1), tensor(new long[] { 2 })).ToSingle().Should().BeApproximately(0.407606f, 1e-5f);
        functional.mse_loss(logits, zeros_like(logits)).ToSingle().Should().BeApproximately(14f / 3, 1e-5f);
        functional.smooth_l1_loss(logits, zeros_like(logits), nn.Reduction.Sum).ToSingle().Should().BeApproximately(4.5f, 1e-5f);
        functional.binary_cross_entropy_with_logits(tensor(0f), tensor(1f)).ToSingle().Should().BeApproximately(0.693147f, 1e-5f);
        functional.kl_div(tensor(new[] { 0f }), tensor(new[] { 1f }), log_target: false).ToSingle().Should().Be(0);
        functional.one_hot(tensor(new long[] { 1, 0 }), 3).data<long>().ToArray().Should().Equal(0, 1, 0, 1, 0, 0);
        functional.normalize(tensor(new float[] { 3, 4 }, [1, 2])).data<float>().ToArray().Should().Equal(0.6f, 0.8f);
        functional.pad(ones(1, 1, 1, 1), [1, 0, 0, 2], value: 7).data<float>().ToArray().Should().Equal(7, 1, 7, 7, 7, 7);
        var ctc = functional.ctc_loss(
            zeros(2, 1, 2).log_softmax(2), tensor(new long[] { 1 }, [1, 1]), tensor(new long[] { 2 }), tensor(new long[] { 1 }), reduction: nn.Reduction.Sum);
        // Three of the four paths of two steps spell the one letter.
        ctc.ToSingle().Should().BeApproximately(-MathF.Log(0.75f), 1e-5f);
        functional.grid_sample(ones(1, 1, 2, 2), zeros(1, 1, 1, 2)).ToSingle().Should().Be(1);
    }

    [Fact]
    public void State_OfAModule_GoesRound()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var first = new Net();
        using var second = new Net();
        var x = rand(1, 3, 8, 8);
        first.call(x);
        first.state_dict().Keys.Should().Equal(
            "scale", "offset", "conv.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var",
            "norm.num_batches_tracked", "heads.0.weight", "heads.0.bias", "heads.1.weight", "heads.1.bias");
        first.named_parameters().Should().HaveCount(8);
        first.named_modules().Select(pair => pair.name).Should().Equal("conv", "norm", "heads", "heads.0", "heads.1");
        second.load_state_dict(first.state_dict()).missing_keys.Should().BeEmpty();
        first.eval();
        second.eval();
        second.call(x).equal(first.call(x)).Should().BeTrue();
        var partial = first.state_dict().Where(pair => pair.Key != "scale").ToDictionary(pair => pair.Key, pair => pair.Value);
        var strict = () => second.load_state_dict(partial);
        strict.Should().Throw<InvalidOperationException>().WithMessage("*scale*");
        second.load_state_dict(partial, strict: false).missing_keys.Should().Equal("scale");
        second.load_state_dict(partial, skip: ["scale"]).missing_keys.Should().BeEmpty();
        second.to(float64).call(x.to(float64)).dtype.Should().Be(float64);
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = Conv2d(3, 4, 3, padding: 1, bias: false);
        private readonly BatchNorm2d norm = BatchNorm2d(4);
        private readonly ModuleList<Linear> heads = ModuleList(Linear(4, 2), Linear(4, 2));
        private readonly Parameter scale = Parameter(ones(1));
        private readonly Tensor offset = zeros(1);

        internal Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = functional.silu(norm.call(conv.call(input))).mean([2, 3]) * scale + offset;
            return scope.MoveToOuter(cat(heads.Select(head => head.call(x)).ToList(), 1));
        }
    }
}
