using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Turns box-side distributions into boxes in pixels of the network input.</summary>
public sealed class BoxDecoder : IDisposable
{
    private readonly int _bins;
    private readonly Tensor _projection; // [bins]: 0, 1, ... RegMax

    public BoxDecoder(int regMax, Device device)
    {
        _bins = regMax + 1;
        _projection = arange(_bins, dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();
    }

    // logits [..., 4 x bins], points [..., 2] x y, strides [..., 1] -> [..., 4] xyxy, pixels
    public Tensor Decode(Tensor logits, Tensor points, Tensor strides)
    {
        var shape = logits.shape[..^1];
        var probabilities = logits.reshape([.. shape, 4, _bins]).softmax(-1);
        return FromProbabilities(probabilities, points, strides);
    }

    // probabilities [..., 4, bins] -> [..., 4] xyxy, pixels
    public Tensor FromProbabilities(Tensor probabilities, Tensor points, Tensor strides)
    {
        var distances = (probabilities * _projection).sum(-1) * strides; // [..., 4] left, top, right, bottom
        return cat([points - distances.narrow(-1, 0, 2), points + distances.narrow(-1, 2, 2)], -1);
    }

    public void Dispose() => _projection.Dispose();
}
