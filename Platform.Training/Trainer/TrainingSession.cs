using Platform.Training.Models;
using Platform.Training.Optimization;
using Platform.Training.Recipes;
using Platform.Training.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>The native side of a run: network, optimiser, averaged weights. Lives on the training thread.</summary>
public sealed class TrainingSession<TNetwork> : IDisposable
    where TNetwork : nn.Module
{
    private const string CpuRandom = "random.cpu";
    private const string CudaRandom = "random.cuda";

    private readonly TrainingRecipe _recipe;
    private readonly ILearner<TNetwork> _learner;
    private readonly StageClock _clock;
    private readonly Device _device;
    private readonly FlatAdamW _optimizer;
    private readonly ModelEma _average;
    private Tensor? _random;
    private Tensor? _deviceRandom;

    /// <param name="recipe">Seed, threads, device, optimiser.</param>
    /// <param name="learner">Stays the caller's.</param>
    /// <param name="clock">Told of each stage of a step.</param>
    public TrainingSession(TrainingRecipe recipe, ILearner<TNetwork> learner, StageClock clock)
    {
        _recipe = recipe;
        _learner = learner;
        _clock = clock;
        _device = device(recipe.Device);
        set_num_threads(recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount);
        manual_seed(recipe.Seed);

        Network = learner.NewNetwork();
        learner.Initialize(Network);
        Network.to(_device);
        Averaged = learner.NewNetwork();
        Averaged.to(_device);
        Averaged.eval();

        using var scope = NewDisposeScope();
        _optimizer = new FlatAdamW(Network, recipe.Optimizer);
        _average = new ModelEma(Network);
        Meter = new LossMeter(learner.LossNames, _device);
    }

    /// <summary>The network being trained.</summary>
    public TNetwork Network { get; }

    /// <summary>Holds the averaged weights as of the last <see cref="PublishAverage"/>; in eval mode.</summary>
    public TNetwork Averaged { get; }

    public LossMeter Meter { get; }

    /// <summary>Trainable values in the network.</summary>
    public long ParameterCount => Network.parameters().Sum(parameter => parameter.numel());

    public Device Device => _device;

    /// <summary>One optimiser step; everything made on the way is freed at its end.</summary>
    public void Step(TrainingBatch batch, int iteration, double learningRate)
    {
        using var scope = NewDisposeScope();
        _clock.Enter(StageClock.Transfer);
        _learner.BeforeStep(Network, iteration);
        var input = ToInput(batch); // [N, 3, H, W]
        var terms = _learner.Losses(Network, _recipe.Precision is TrainingPrecision.BFloat16 ? input.ToMixedPrecision() : input, batch, _clock);

        _clock.Enter(StageClock.Backward);
        Network.zero_grad();
        terms.Aggregate((sum, term) => sum + term).backward();

        _clock.Enter(StageClock.Optimizer);
        var norm = _optimizer.Step(learningRate);

        _clock.Enter(StageClock.Average);
        _average.Update(AverageDecay.At(iteration, _recipe.Optimizer.AverageDecay));
        Meter.Add(terms, norm);
        _clock.Stop();
    }

    /// <summary>[N, 3, H, W], the pixels of a batch on the device.</summary>
    public Tensor ToInput(TrainingBatch batch) => InputTensor.Create(batch.Pixels, batch.Count, _recipe.ImageSize, _recipe.InputHeight, _device);

    /// <summary>Copies the averaged weights into <see cref="Averaged"/>.</summary>
    public void PublishAverage() => _average.CopyTo(Averaged);

    /// <summary>What must be kept to continue exactly here.</summary>
    public TrainingSnapshot Snapshot(TrainingState state)
    {
        var resume = new Dictionary<string, Tensor>
        {
            ["weights"] = _optimizer.Weights,
            ["mean"] = _optimizer.Mean,
            ["square"] = _optimizer.Square,
        };
        foreach (var (name, buffer) in Network.named_buffers())
        {
            resume[$"buffer.{name}"] = buffer;
        }

        // Dropout and the like draw from torch's own generators; data and augmentation draw from none.
        resume[CpuRandom] = Renew(ref _random, CPU);
        if (_device.type == DeviceType.CUDA)
        {
            resume[CudaRandom] = Renew(ref _deviceRandom, _device);
        }

        return new TrainingSnapshot(state, _average.State, resume);
    }

    /// <summary>Starts from another network's weights where name and shape fit; a head of other classes keeps its random start.</summary>
    public WeightLoadReport Initialize(IReadOnlyDictionary<string, Tensor> weights)
    {
        var report = WeightLoader.Load(Network, weights);
        _optimizer.TakeParameters();
        _average.Load(Network.state_dict());
        return report;
    }

    /// <summary>Continues where a snapshot of the same recipe was taken.</summary>
    public void Restore(TrainingSnapshot snapshot)
    {
        using var noGrad = no_grad();
        var resume = snapshot.Resume;
        _optimizer.Restore(resume["weights"], resume["mean"], resume["square"], snapshot.State.Iterations);
        _average.Load(snapshot.Weights);
        foreach (var (name, buffer) in Network.named_buffers())
        {
            buffer.copy_(resume[$"buffer.{name}"]);
        }

        if (snapshot.State.Losses is { } losses)
        {
            Meter.Restore(losses);
        }

        // A run may go on elsewhere: a generator that this device lacks is left out, as are both in older files.
        SetRandom(resume, CpuRandom, CPU);
        if (_device.type == DeviceType.CUDA)
        {
            SetRandom(resume, CudaRandom, _device);
        }
    }

    public void Dispose()
    {
        _random?.Dispose();
        _deviceRandom?.Dispose();
        Meter.Dispose();
        _average.Dispose();
        _optimizer.Dispose();
        Averaged.Dispose();
        Network.Dispose();
    }

    private static Tensor Renew(ref Tensor? held, Device device)
    {
        using var generator = Generator.DefaultOf(device);
        held?.Dispose();
        return held = generator.get_state().DetachFromDisposeScope();
    }

    private static void SetRandom(IReadOnlyDictionary<string, Tensor> resume, string name, Device device)
    {
        if (resume.TryGetValue(name, out var state))
        {
            using var generator = Generator.DefaultOf(device);
            generator.set_state(state);
        }
    }
}
