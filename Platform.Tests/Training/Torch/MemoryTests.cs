using System.Diagnostics;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

public sealed class MemoryTests : TorchTest
{
    [Fact]
    public void DisposeScope_Nested_FreesMovesAndDetaches()
    {
        CollectFinalizable();
        var before = TorchRuntime.NativeTensorCount;
        Tensor detached, moved;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                inner.OuterScope.Should().BeSameAs(outer);
                zeros(1).Dispose();
                moved = zeros(1).MoveToOuterDisposeScope();
                detached = (zeros(1) + 1).DetachFromDisposeScope();
                inner.DisposablesCount.Should().Be(1);
            }
            moved.IsInvalid.Should().BeFalse();
            TorchRuntime.NativeTensorCount.Should().Be(before + 2);
            var kept = zeros(1);
            outer.DisposeEverythingBut(kept);
            kept.IsInvalid.Should().BeFalse();
            moved.IsInvalid.Should().BeTrue();
        }
        detached.IsInvalid.Should().BeFalse();
        detached.Dispose();
        detached.Dispose();
        TorchRuntime.NativeTensorCount.Should().Be(before);
    }

    [Fact]
    public void Finalizer_OfAForgottenTensor_FreesIt()
    {
        CollectFinalizable();
        var before = TorchRuntime.NativeTensorCount;
        Forget();
        CollectFinalizable();
        TorchRuntime.NativeTensorCount.Should().Be(before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (var i = 0; i < 10; i++)
            {
                _ = zeros(1);
            }
        }
    }

    [Fact]
    public void Training_OfTwoHundredSteps_LeavesNothingBehind()
    {
        using var run = new SmallRun(seed: 3);
        // The first steps make the optimiser's state and fill the allocator.
        for (var i = 0; i < 20; i++)
        {
            run.Step();
        }
        CollectFinalizable();
        var tensors = TorchRuntime.NativeTensorCount;
        var memory = ResidentBytes();
        for (var i = 0; i < 200; i++)
        {
            run.Step();
            TorchRuntime.NativeTensorCount.Should().Be(tensors);
        }
        (ResidentBytes() - memory).Should().BeLessThan(24 << 20);
    }

    [Fact]
    public void Training_WithTheSameSeed_RepeatsBitForBit()
    {
        Losses(7).Should().Equal(Losses(7));
        Losses(7).Should().NotEqual(Losses(8));

        static List<float> Losses(int seed)
        {
            using var run = new SmallRun(seed);
            return Enumerable.Range(0, 5).Select(_ => run.Step()).ToList();
        }
    }

    [Fact]
    public void Generator_StateSetBack_RepeatsItsNumbers()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var state = generator.get_state();
        var first = rand([4], generator: generator);
        generator.set_state(state);
        rand([4], generator: generator).equal(first).Should().BeTrue();
        manual_seed(9);
        var global = get_rng_state();
        var numbers = randperm(10);
        set_rng_state(global);
        randperm(10).equal(numbers).Should().BeTrue();
    }

    private static void CollectFinalizable()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>A small network that learns to tell two kinds of noise apart.</summary>
    private sealed class SmallRun : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> _net;
        private readonly optim.Optimizer _optimizer;
        private readonly ModelEma _average;

        internal SmallRun(int seed)
        {
            manual_seed(seed);
            _net = nn.Sequential(
                nn.Conv2d(3, 8, 3, stride: 2, padding: 1, bias: false), nn.BatchNorm2d(8), nn.SiLU(inplace: true),
                nn.Conv2d(8, 8, 3, padding: 1, groups: 8), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 2));
            _optimizer = optim.AdamW(_net.parameters(), 1e-3);
            _average = new ModelEma(_net);
        }

        internal float Step()
        {
            using var scope = NewDisposeScope();
            var images = randn(4, 3, 32, 32);
            var labels = randint(2, [4]);
            _optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(_net.call(images + labels.view(4, 1, 1, 1)), labels);
            loss.backward();
            nn.utils.clip_grad_norm_(_net.parameters(), 10);
            _optimizer.step();
            _average.Update(0.99);
            return loss.ToSingle();
        }

        public void Dispose()
        {
            _average.Dispose();
            _optimizer.Dispose();
            _net.Dispose();
        }
    }
}
