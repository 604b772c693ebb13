using static TorchSharp.torch;

namespace Platform.Training.Incremental;

/// <summary>Turns the weights of a parent into the start of a child that tells more classes apart.</summary>
public static class HeadExpansion
{
    private const double Deviation = 0.01;

    /// <summary>
    /// The parent's weights with as many rows as the child needs: kept rows are the parent's, new ones are drawn from N(0, .01). Everything else is the parent's own tensor.
    /// </summary>
    /// <param name="parent">By name; stays the caller's.</param>
    /// <param name="rowsOf">What becomes of a tensor's rows; null for tensors that stay.</param>
    /// <param name="seed">Of the new rows.</param>
    /// <param name="made">Takes the tensors that were made, for their disposal.</param>
    public static IReadOnlyDictionary<string, Tensor> Grow(IReadOnlyDictionary<string, Tensor> parent, Func<string, GrownRows?> rowsOf, int seed, ICollection<Tensor> made)
    {
        using var noGrad = no_grad();
        manual_seed(seed);
        var grown = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in parent.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            grown[name] = rowsOf(name) is { } rows ? Widen(tensor, rows) : tensor;
            if (!ReferenceEquals(grown[name], tensor))
            {
                made.Add(grown[name]);
            }
        }

        return grown;
    }

    // [R_parent, ...] -> [R, ...]
    private static Tensor Widen(Tensor parent, GrownRows rows)
    {
        using var scope = NewDisposeScope();
        var wide = empty([rows.Count, .. parent.shape[1..]], dtype: parent.dtype, device: parent.device);
        if (parent.dim() > 1)
        {
            nn.init.normal_(wide, 0, Deviation);
        }
        else
        {
            nn.init.constant_(wide, rows.Bias);
        }

        foreach (var index in rows.Kept)
        {
            wide.select(0, index).copy_(parent.select(0, index));
        }

        return wide.MoveToOuterDisposeScope().DetachFromDisposeScope();
    }
}
