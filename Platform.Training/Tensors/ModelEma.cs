using Platform.Training.Interop;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>
/// A shadow of a module whose floating point parameters and buffers follow it as an exponential moving average; other
/// buffers (counters) are copied. One native call an update.
/// </summary>
public sealed class ModelEma : IDisposable
{
    private readonly List<(string Name, Tensor Target, Tensor Source)> _averaged = [];
    private readonly List<(string Name, Tensor Target, Tensor Source)> _copied = [];

    public ModelEma(nn.Module module)
    {
        using var noGrad = no_grad();
        foreach (var (name, source) in module.state_dict())
        {
            var target = source.detach().clone().DetachFromDisposeScope();
            (source.is_floating_point() ? _averaged : _copied).Add((name, target, source));
        }
    }

    /// <summary>The averages by the module's own names; they belong to this object.</summary>
    public Dictionary<string, Tensor> State =>
        _averaged.Concat(_copied).ToDictionary(item => item.Name, item => item.Target);

    /// <summary>average = average * decay + value * (1 - decay).</summary>
    public unsafe void Update(double decay)
    {
        var targets = _averaged.ConvertAll(item => item.Target.Handle).ToArray();
        var sources = _averaged.ConvertAll(item => item.Source.Handle).ToArray();
        fixed (nint* target = targets, source = sources)
        {
            TorchErrors.Check(TorchNative.EmaUpdate(target, source, targets.Length, decay));
        }
        GC.KeepAlive(this);
        foreach (var (_, target, source) in _copied)
        {
            target.copy_(source);
        }
    }

    /// <summary>Overwrites the module with the averages (a module of the same shape, for instance the one for evaluation).</summary>
    public void CopyTo(nn.Module module)
    {
        using var noGrad = no_grad();
        var state = module.state_dict();
        foreach (var (name, target) in State)
        {
            state[name].copy_(target);
        }
    }

    /// <summary>Takes over saved averages; every name must be there.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = no_grad();
        foreach (var (name, target) in State)
        {
            if (!state.TryGetValue(name, out var value))
            {
                throw new InvalidOperationException($"The saved averages lack {name}.");
            }
            target.copy_(value);
        }
    }

    public void Dispose()
    {
        foreach (var (_, target, _) in _averaged.Concat(_copied))
        {
            target.Dispose();
        }
    }
}
