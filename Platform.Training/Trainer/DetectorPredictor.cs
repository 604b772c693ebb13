using Platform.Training.Inference;
using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>Finds objects with a network in eval mode; used by one thread.</summary>
public sealed class DetectorPredictor : IDisposable
{
    private readonly Detector _network;
    private readonly Device _device;
    private readonly int _imageSize;
    private readonly BoxDecoder _decoder;
    private readonly Tensor _points;  // [A, 2]
    private readonly Tensor _strides; // [A, 1]

    /// <param name="network">Stays the caller's.</param>
    /// <param name="imageSize">Side of the square network input in pixels.</param>
    public DetectorPredictor(Detector network, int imageSize)
    {
        using var scope = NewDisposeScope();
        _network = network;
        _imageSize = imageSize;
        _device = network.Device;
        var grid = new PointGrid(imageSize, imageSize);
        _decoder = new BoxDecoder(network.Architecture.RegMax, _device);
        _points = grid.PointTensor(_device).DetachFromDisposeScope();
        _strides = grid.StrideTensor(_device).DetachFromDisposeScope();
    }

    /// <summary>Detections of each image, in pixels of the network input.</summary>
    /// <param name="pixels">[count, 3, S, S], normalised.</param>
    /// <param name="count">Images.</param>
    /// <param name="thresholds">What to keep.</param>
    public IReadOnlyList<List<Detection>> Predict(ReadOnlyMemory<float> pixels, int count, DetectionThresholds thresholds)
    {
        var output = Run(pixels, count);
        return [.. Enumerable.Range(0, count).Select(i => output.Select(i, thresholds))];
    }

    /// <summary>Decoded boxes and scores of every point, before suppression.</summary>
    /// <param name="pixels">[count, 3, S, S], normalised.</param>
    /// <param name="count">Images.</param>
    public DetectorRawOutput Run(ReadOnlyMemory<float> pixels, int count)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var input = InputTensor.Create(pixels, count, _imageSize, _device);
        var output = _network.forward(input);
        var boxes = _decoder.Decode(output.BoxLogits, _points, _strides);
        return new DetectorRawOutput(
            boxes.cpu().contiguous().data<float>().ToArray(),
            output.ClassLogits.sigmoid().cpu().contiguous().data<float>().ToArray(),
            count,
            (int)output.ClassLogits.shape[^1]);
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _points.Dispose();
        _strides.Dispose();
    }
}
