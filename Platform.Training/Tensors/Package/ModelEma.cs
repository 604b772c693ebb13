using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>The moving average over the TorchSharp package, one tensor after the other.</summary>
public sealed class ModelEma : IDisposable
{
    private readonly List<(string Name, Tensor Target, Tensor Source)> _pairs = [];

    public ModelEma(nn.Module module)
    {
        using var noGrad = no_grad();
        foreach (var (name, source) in module.state_dict())
        {
            _pairs.Add((name, source.detach().clone().DetachFromDisposeScope(), source));
        }
    }

    public Dictionary<string, Tensor> State => _pairs.ToDictionary(item => item.Name, item => item.Target);

    public void Update(double decay)
    {
        using var noGrad = no_grad();
        foreach (var (_, target, source) in _pairs)
        {
            if (source.is_floating_point())
            {
                target.mul_(decay).add_(source, 1 - decay);
            }
            else
            {
                target.copy_(source);
            }
        }
    }

    public void CopyTo(nn.Module module)
    {
        using var noGrad = no_grad();
        var state = module.state_dict();
        _pairs.ForEach(item => state[item.Name].copy_(item.Target));
    }

    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = no_grad();
        _pairs.ForEach(item => item.Target.copy_(state[item.Name]));
    }

    public void Dispose() => _pairs.ForEach(item => item.Target.Dispose());
}
