using Platform.Training.Assigners;
using Platform.Training.Losses;
using Platform.Training.Models;
using Platform.Training.Optimization;
using Platform.Training.Recipes;
using Platform.Training.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>The native side of a run: network, optimiser, averaged weights. Lives on the training thread.</summary>
public sealed class TrainingSession : IDisposable
{
    private readonly DetectionRecipe _recipe;
    private readonly StageClock _clock;
    private readonly Device _device;
    private readonly PointGrid _grid;
    private readonly DynamicSoftLabelAssigner _assigner;
    private readonly BoxDecoder _decoder;
    private readonly DetectionLoss _loss;
    private readonly FlatAdamW _optimizer;
    private readonly ModelEma _average;
    private readonly Tensor _points;  // [A, 2]
    private readonly Tensor _strides; // [A, 1]

    public TrainingSession(DetectionRecipe recipe, int classCount, StageClock clock)
    {
        _recipe = recipe;
        _clock = clock;
        _device = device(recipe.Device);
        set_num_threads(recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount);
        manual_seed(recipe.Seed);

        Network = NewNetwork(recipe, classCount);
        DetectorInitializer.Initialize(Network);
        Network.to(_device);
        Averaged = NewNetwork(recipe, classCount);
        Averaged.to(_device);
        Averaged.eval();

        using var scope = NewDisposeScope();
        _grid = new PointGrid(recipe.ImageSize, recipe.ImageSize);
        _points = _grid.PointTensor(_device).DetachFromDisposeScope();
        _strides = _grid.StrideTensor(_device).DetachFromDisposeScope();
        _assigner = new DynamicSoftLabelAssigner(_grid);
        _decoder = new BoxDecoder(Network.Architecture.RegMax, _device);
        _loss = new DetectionLoss(recipe.Losses, _decoder, Network.Architecture.RegMax);
        _optimizer = new FlatAdamW(Network, recipe.Optimizer);
        _average = new ModelEma(Network);
        Meter = new LossMeter(_device);
    }

    /// <summary>The network being trained.</summary>
    public Detector Network { get; }

    /// <summary>Holds the averaged weights as of the last <see cref="PublishAverage"/>; in eval mode.</summary>
    public Detector Averaged { get; }

    public LossMeter Meter { get; }

    /// <summary>One optimiser step; everything made on the way is freed at its end.</summary>
    public void Step(TrainingBatch batch, int iteration, double learningRate)
    {
        using var scope = NewDisposeScope();
        _clock.Enter(StageClock.Transfer);
        var input = InputTensor.Create(batch.Pixels, batch.Count, _recipe.ImageSize, _device); // [N, 3, S, S]

        _clock.Enter(StageClock.Forward);
        var output = Network.forward(input);

        _clock.Enter(StageClock.Assign);
        var targets = Assign(output, batch.Truths);

        _clock.Enter(StageClock.Loss);
        var terms = _loss.Compute(output, targets);

        _clock.Enter(StageClock.Backward);
        Network.zero_grad();
        terms.Total().backward();

        _clock.Enter(StageClock.Optimizer);
        var norm = _optimizer.Step(learningRate);

        _clock.Enter(StageClock.Average);
        _average.Update(AverageDecay.At(iteration, _recipe.Optimizer.AverageDecay));
        Meter.Add(terms, norm);
        _clock.Stop();
    }

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

        return new TrainingSnapshot(state, _average.State, resume);
    }

    /// <summary>Starts from another detector's weights where name and shape fit; a head of other classes keeps its random start.</summary>
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
    }

    public void Dispose()
    {
        Meter.Dispose();
        _average.Dispose();
        _optimizer.Dispose();
        _decoder.Dispose();
        _points.Dispose();
        _strides.Dispose();
        Averaged.Dispose();
        Network.Dispose();
    }

    private static Detector NewNetwork(DetectionRecipe recipe, int classCount) => new(recipe.ArchitectureFor(classCount));

    // Images are independent of each other, so the result does not depend on how they are spread over threads.
    private DetectionTargets Assign(DetectorOutput output, IReadOnlyList<IReadOnlyList<TruthBox>> truths)
    {
        using var noGrad = no_grad();
        var classCount = (int)output.ClassLogits.shape[^1];
        var logits = output.ClassLogits.detach().cpu().contiguous().data<float>().ToArray();
        var boxes = _decoder.Decode(output.BoxLogits.detach(), _points, _strides).cpu().contiguous().data<float>().ToArray();
        var assignments = new List<PositivePoint>[truths.Count];
        Parallel.For(0, truths.Count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, image =>
        {
            assignments[image] = _assigner.Assign(
                logits.AsSpan(image * _grid.Count * classCount, _grid.Count * classCount),
                boxes.AsSpan(image * _grid.Count * 4, _grid.Count * 4),
                classCount,
                [.. truths[image]]);
        });
        return DetectionTargets.Build(_grid, classCount, truths, assignments);
    }
}
