using static TorchSharp.torch;

namespace Platform.Training.Optimization;

/// <summary>
/// Many tensors seen as one flat vector: an optimiser step becomes a dozen long vector operations where a loop over the
/// parameters would make thousands of short ones.
/// </summary>
public sealed class TensorPack
{
    private readonly IReadOnlyList<Tensor> _members;
    private readonly long[] _sizes;

    /// <param name="members">Live tensors; the pack keeps their order.</param>
    public TensorPack(IReadOnlyList<Tensor> members)
    {
        _members = members;
        _sizes = [.. members.Select(member => member.numel())];
        Length = _sizes.Sum();
    }

    public long Length { get; }

    /// <summary>A fresh vector [Length] of the members' values.</summary>
    public Tensor Gather() => Join(_members);

    /// <summary>A fresh vector [Length] of the members' gradients; members that took no part count as zero.</summary>
    public Tensor GatherGradients() => Join([.. _members.Select(member => member.grad ?? zeros_like(member))]);

    /// <summary>Copies the vector's parts [Length] back into the members, each in its own memory layout.</summary>
    public void Scatter(Tensor vector)
    {
        var parts = vector.split(_sizes);
        for (var i = 0; i < parts.Length; i++)
        {
            _members[i].copy_(parts[i].view(_members[i].shape));
        }
    }

    private static Tensor Join(IReadOnlyList<Tensor> tensors) => cat([.. tensors.Select(tensor => tensor.reshape(-1))], 0);
}
