using Platform.Training.Inference;
using Platform.Training.Models;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Export;

/// <summary>A detector on libtorch, by its raw outputs.</summary>
internal sealed class DetectorPredictorRunner(Detector network, int side) : INetworkRunner
{
    private readonly DetectorPredictor _predictor = new(network, side);

    public IReadOnlyList<float[]> Run(float[] planes, int count)
    {
        var raw = _predictor.Run(planes, count);
        return [raw.Boxes, raw.Scores];
    }

    public void Dispose() => _predictor.Dispose();
}
