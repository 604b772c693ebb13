using Platform.Training.Losses;
using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>Sums losses on the device and brings them over only when a report is due.</summary>
public sealed class LossMeter : IDisposable
{
    private readonly Tensor _window; // [4] class, box, distribution, gradient norm
    private readonly double[] _epoch = new double[4];
    private int _windowCount;
    private int _epochCount;

    public LossMeter(Device device) => _window = zeros(4, device: device).DetachFromDisposeScope();

    public void Add(DetectionLossTerms terms, Tensor gradientNorm)
    {
        using var noGrad = no_grad();
        _window.add_(stack([terms.Class.detach(), terms.Box.detach(), terms.Distribution.detach(), gradientNorm.detach()]));
        _windowCount++;
    }

    /// <summary>Mean since the last call; waits for the device.</summary>
    public TrainingLosses ReadWindow()
    {
        using var scope = NewDisposeScope();
        var sums = _window.cpu().data<float>().ToArray();
        var mean = Mean([.. sums.Select(value => (double)value)], _windowCount);
        for (var i = 0; i < sums.Length; i++)
        {
            _epoch[i] += sums[i];
        }

        _epochCount += _windowCount;
        _windowCount = 0;
        _window.zero_();
        return mean;
    }

    /// <summary>Mean since the last call of this method; closes the window.</summary>
    public TrainingLosses ReadEpoch()
    {
        if (_windowCount > 0)
        {
            ReadWindow();
        }

        var mean = Mean(_epoch, _epochCount);
        Array.Clear(_epoch);
        _epochCount = 0;
        return mean;
    }

    public void Dispose() => _window.Dispose();

    private static TrainingLosses Mean(double[] sums, int count) =>
        new(sums[0] / count, sums[1] / count, sums[2] / count, sums[3] / count);
}
