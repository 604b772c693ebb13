using static TorchSharp.torch;

namespace Platform.Training.Optimization;

/// <summary>Exponential moving average of a network's weights and normalisation statistics; what is evaluated and shipped.</summary>
public sealed class WeightAverage : IDisposable
{
    private readonly double _maxDecay;
    private readonly TensorPack _source;

    public WeightAverage(nn.Module network, double maxDecay)
    {
        using var scope = NewDisposeScope();
        _maxDecay = maxDecay;
        _source = new TensorPack(Members(network));
        Values = _source.Gather().detach().clone().DetachFromDisposeScope();
    }

    /// <summary>[P + B] averaged parameters, then averaged floating-point buffers.</summary>
    public Tensor Values { get; }

    /// <summary>Short memory at first, so that random weights are forgotten; at most maxDecay.</summary>
    public static double DecayAt(int iteration, double maxDecay) => Math.Min(maxDecay, (1.0 + iteration) / (10.0 + iteration));

    /// <summary>Takes the network's current values in, after the step of an iteration counted from 0.</summary>
    public void Update(int iteration)
    {
        using var noGrad = no_grad();
        var decay = DecayAt(iteration, _maxDecay);
        Values.mul_(decay).add_(_source.Gather(), alpha: 1 - decay);
    }

    /// <summary>Writes the average into a network of the same architecture.</summary>
    public void CopyTo(nn.Module target)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        new TensorPack(Members(target)).Scatter(Values);
    }

    /// <summary>Continues from a network that holds the average.</summary>
    public void Restore(nn.Module averaged)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Values.copy_(new TensorPack(Members(averaged)).Gather());
    }

    public void Dispose() => Values.Dispose();

    private static List<Tensor> Members(nn.Module network) =>
    [
        .. network.named_parameters().Select(pair => (Tensor)pair.parameter),
        .. network.named_buffers().Select(pair => pair.buffer).Where(buffer => buffer.is_floating_point()),
    ];
}
