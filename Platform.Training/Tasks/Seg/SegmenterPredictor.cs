using Platform.Training.Inference;
using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>Runs a segmenter in eval mode; used by one thread.</summary>
public sealed class SegmenterPredictor : IDisposable
{
    private readonly Segmenter _network;
    private readonly int _imageSize;
    private readonly BoxDecoder _decoder;
    private readonly Tensor _points;  // [A, 2]
    private readonly Tensor _strides; // [A, 1]

    /// <param name="network">Stays the caller's.</param>
    /// <param name="imageSize">Side of the square network input in pixels.</param>
    public SegmenterPredictor(Segmenter network, int imageSize)
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
    public SegmenterRawOutput Run(ReadOnlyMemory<float> pixels, int count)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var output = _network.forward(InputTensor.Create(pixels, count, _imageSize, _network.Device));
        var boxes = _decoder.Decode(output.Objects.BoxLogits, _points, _strides);
        var scores = output.Objects.ClassLogits.sigmoid();
        return new SegmenterRawOutput(
            new DetectorRawOutput(Values(boxes), Values(scores), count, (int)scores.shape[^1]), Values(output.Coefficients), Values(output.Prototypes));
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _points.Dispose();
        _strides.Dispose();
    }

    private static float[] Values(Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();
}
