using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Incremental;

/// <summary>Turns the weights of a parent into the start of a child that tells more classes apart.</summary>
public static class HeadExpansion
{
    private const double Deviation = 0.01;

    /// <summary>
    /// The parent's weights with class outputs of one row a class: rows of old classes are the parent's, those of new ones are drawn from N(0, .01) with the bias of a rare
    /// class. Everything else is the parent's own tensor.
    /// </summary>
    /// <param name="parent">By name; stays the caller's.</param>
    /// <param name="isClassOutput">Which tensors have one row [C, ...] a class.</param>
    /// <param name="classes">Which row goes where.</param>
    /// <param name="seed">Of the new rows.</param>
    /// <param name="made">Takes the tensors that were made, for their disposal.</param>
    public static IReadOnlyDictionary<string, Tensor> Grow(
        IReadOnlyDictionary<string, Tensor> parent, Func<string, bool> isClassOutput, GrownClasses classes, int seed, ICollection<Tensor> made)
    {
        using var noGrad = no_grad();
        manual_seed(seed);
        var grown = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in parent.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            grown[name] = isClassOutput(name) ? Widen(tensor, classes) : tensor;
            if (!ReferenceEquals(grown[name], tensor))
            {
                made.Add(grown[name]);
            }
        }

        return grown;
    }

    // [C_parent, ...] -> [C, ...]
    private static Tensor Widen(Tensor rows, GrownClasses classes)
    {
        using var scope = NewDisposeScope();
        var wide = empty([classes.Keys.Count, .. rows.shape[1..]], dtype: rows.dtype, device: rows.device);
        if (rows.dim() > 1)
        {
            nn.init.normal_(wide, 0, Deviation);
        }
        else
        {
            nn.init.constant_(wide, DetectorInitializer.ClassBias);
        }

        foreach (var index in classes.Old)
        {
            wide.select(0, index).copy_(rows.select(0, index));
        }

        return wide.MoveToOuterDisposeScope().DetachFromDisposeScope();
    }
}
