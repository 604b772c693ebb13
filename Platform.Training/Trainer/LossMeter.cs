using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>Sums losses on the device and brings them over only when a report is due.</summary>
public sealed class LossMeter : IDisposable
{
    private readonly IReadOnlyList<string> _names;
    private readonly Tensor _window; // [terms + 1], the gradient norm last
    private readonly double[] _epoch;
    private int _windowCount;
    private int _epochCount;

    public LossMeter(IReadOnlyList<string> names, Device device)
    {
        _names = names;
        _epoch = new double[names.Count + 1];
        _window = zeros(names.Count + 1, device: device).DetachFromDisposeScope();
    }

    public void Add(IReadOnlyList<Tensor> terms, Tensor gradientNorm)
    {
        using var noGrad = no_grad();
        _window.add_(stack([.. terms.Select(term => term.detach()), gradientNorm.detach()]));
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

    /// <summary>What was added and not read yet; waits for the device.</summary>
    public LossSums Save()
    {
        using var scope = NewDisposeScope();
        return new LossSums([.. _epoch], _epochCount, _window.cpu().data<float>().ToArray(), _windowCount);
    }

    /// <summary>Goes on adding to what was saved.</summary>
    public void Restore(LossSums sums)
    {
        using var scope = NewDisposeScope();
        sums.Epoch.CopyTo(_epoch, 0);
        _window.copy_(tensor(sums.Window));
        (_epochCount, _windowCount) = (sums.EpochCount, sums.WindowCount);
    }

    public void Dispose() => _window.Dispose();

    private TrainingLosses Mean(double[] sums, int count) => new(_names, [.. sums[..^1].Select(sum => sum / count)], sums[^1] / count);
}

/// <summary>The inside of a <see cref="LossMeter"/>: loss terms and the gradient norm, summed over the epoch's reported steps and over those since.</summary>
public sealed record LossSums(double[] Epoch, int EpochCount, float[] Window, int WindowCount);
