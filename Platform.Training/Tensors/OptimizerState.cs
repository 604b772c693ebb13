using System.Globalization;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>
/// An optimiser's state as named tensors: "{group}.{parameter}.{slot}", "{group}.steps" (int64) and "{group}.rates"
/// (float64: the learning rate and the initial one). Bit-exact: what is loaded goes on as what was saved would have.
/// </summary>
public static class OptimizerState
{
    /// <summary>Copies of the state; the caller disposes them.</summary>
    public static Dictionary<string, Tensor> Save(optim.Optimizer optimizer)
    {
        using var noGrad = no_grad();
        var state = new Dictionary<string, Tensor>();
        for (var g = 0; g < optimizer.Groups.Count; g++)
        {
            var group = optimizer.Groups[g];
            var name = g.ToString(CultureInfo.InvariantCulture);
            state[name + ".steps"] = tensor(group.Steps);
            state[name + ".rates"] = tensor(new[] { group.LearningRate, group.InitialLearningRate });
            foreach (var (slot, tensors) in group.Slots)
            {
                for (var i = 0; i < tensors.Length; i++)
                {
                    state[string.Create(CultureInfo.InvariantCulture, $"{name}.{i}.{slot}")] = tensors[i].clone();
                }
            }
        }
        return state;
    }

    /// <summary>Copies the state in; the optimiser must have the same groups of the same parameters.</summary>
    public static void Load(optim.Optimizer optimizer, IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = no_grad();
        for (var g = 0; g < optimizer.Groups.Count; g++)
        {
            var group = optimizer.Groups[g];
            var name = g.ToString(CultureInfo.InvariantCulture);
            if (!state.TryGetValue(name + ".steps", out var steps) || steps.numel() != group.Members.Length)
            {
                throw new InvalidOperationException(
                    $"The optimiser's state does not fit: group {g} has {group.Members.Length} parameters, the state {steps?.numel() ?? 0}.");
            }
            group.Steps = steps.data<long>().ToArray();
            var rates = state[name + ".rates"].data<double>();
            (group.LearningRate, group.InitialLearningRate) = (rates[0], rates[1]);
            var prefix = name + ".0.";
            foreach (var slot in state.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]))
            {
                _ = group.Slot(slot);
                for (var i = 0; i < group.Members.Length; i++)
                {
                    group.Slots[slot][i].copy_(state[string.Create(CultureInfo.InvariantCulture, $"{name}.{i}.{slot}")]);
                }
            }
        }
    }
}
