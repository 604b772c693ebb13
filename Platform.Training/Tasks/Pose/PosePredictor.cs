using Platform.Training.Inference;
using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Pose;

/// <summary>Runs a pose network in eval mode; used by one thread.</summary>
public sealed class PosePredictor : IDisposable
{
    private readonly PoseNetwork _network;
    private readonly int _imageSize;
    private readonly BoxDecoder _decoder;
    private readonly Tensor _points;  // [A, 2]
    private readonly Tensor _strides; // [A, 1]

    /// <param name="network">Stays the caller's.</param>
    /// <param name="imageSize">Side of the square network input in pixels.</param>
    public PosePredictor(PoseNetwork network, int imageSize)
    {
        using var scope = NewDisposeScope();
        (_network, _imageSize) = (network, imageSize);
        var grid = new PointGrid(imageSize, imageSize);
        _decoder = new BoxDecoder(network.Architecture.RegMax, network.Device);
        _points = grid.PointTensor(network.Device).DetachFromDisposeScope();
        _strides = grid.StrideTensor(network.Device).DetachFromDisposeScope();
    }

    /// <summary>Output of every point, before suppression.</summary>
    /// <param name="pixels">[count, 3, S, S], normalised.</param>
    /// <param name="count">Images.</param>
    public PoseRawOutput Run(ReadOnlyMemory<float> pixels, int count)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var output = _network.forward(InputTensor.Create(pixels, count, _imageSize, _network.Device));
        var boxes = _decoder.Decode(output.Objects.BoxLogits, _points, _strides);
        var scores = output.Objects.ClassLogits.sigmoid();
        var offsets = output.Offsets.reshape(count, _points.shape[0], -1, 2); // [N, A, K, 2]
        var keypoints = _points.unsqueeze(1) + (offsets * _strides.unsqueeze(1));
        return new PoseRawOutput(
            new DetectorRawOutput(Values(boxes), Values(scores), count, (int)scores.shape[^1]), Values(keypoints), Values(output.Presence.sigmoid()));
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _points.Dispose();
        _strides.Dispose();
    }

    private static float[] Values(Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();
}
