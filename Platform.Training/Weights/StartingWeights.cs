using Platform.Training.Models;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Training.Weights;

/// <summary>Weights from elsewhere under our names, converted so that our networks compute with them what their own network did. Owns its tensors.</summary>
public sealed class StartingWeights : IDisposable
{
    // torch's default, which RTMDet's published files were trained with.
    private const double RtmDetEpsilon = 1e-5;

    private readonly WeightFile _file;
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly List<SkippedWeight> _skipped = [];
    private readonly List<Tensor> _made = [];

    private StartingWeights(WeightFile file, WeightSource source) => (_file, Source) = (file, source);

    public WeightSource Source { get; }

    /// <summary>By our names.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>The name in the file by our name.</summary>
    public IReadOnlyDictionary<string, string> Sources => _sources;

    /// <summary>What in the file has no place in any network of ours.</summary>
    public IReadOnlyList<SkippedWeight> Skipped => _skipped;

    public static WeightSource SourceOf(IEnumerable<string> names) =>
        RtmDetNames.Speaks(names) ? WeightSource.RtmDet : names.Any(name => name.StartsWith("backbone.stages.", StringComparison.Ordinal)) ? WeightSource.Own : WeightSource.Other;

    /// <param name="file">Taken over: disposed with the result.</param>
    public static StartingWeights Of(WeightFile file)
    {
        using var noGrad = no_grad();
        var weights = new StartingWeights(file, SourceOf(file.Tensors.Keys));
        foreach (var (name, tensor) in file.Tensors)
        {
            weights.Place(name, tensor);
        }

        if (weights.Source is WeightSource.RtmDet)
        {
            weights.TurnFirstConvolution();
            weights.RescaleNormalisations();
        }

        return weights;
    }

    public void Dispose()
    {
        _made.ForEach(tensor => tensor.Dispose());
        _file.Dispose();
    }

    private void Place(string name, Tensor tensor)
    {
        var ours = Source is WeightSource.RtmDet ? RtmDetNames.ToOurs(name) : name;
        if (ours is null)
        {
            _skipped.Add(new SkippedWeight(name, SkipReason.NoPlace));
        }
        else if (_tensors.TryAdd(ours, tensor))
        {
            _sources.Add(ours, name);
        }
        else
        {
            _skipped.Add(new SkippedWeight(name, tensor.shape.AsSpan().SequenceEqual(_tensors[ours].shape) && tensor.equal(_tensors[ours]) ? SkipReason.SharedCopy : SkipReason.SharedHere));
        }
    }

    // RTMDet sees blue, green, red; ours red, green, blue. Means and deviations are ImageNet's on both sides (103.53 = 255 x .406 and so on), so that turning
    // the channels is the whole difference of the input.
    private void TurnFirstConvolution()
    {
        if (_tensors.TryGetValue(RtmDetNames.FirstConvolution, out var first) && first.shape is [_, 3, _, _])
        {
            Replace(RtmDetNames.FirstConvolution, first.flip(1));
        }
    }

    // y = g (x - m) / sqrt(v + e) + b: with g' = g sqrt((v + ours) / (v + theirs)) ours gives the same y. The variance itself stays, since training goes on from it.
    private void RescaleNormalisations()
    {
        foreach (var name in _tensors.Keys.Where(name => name.EndsWith(".running_var", StringComparison.Ordinal)).ToList())
        {
            var gain = name[..^"running_var".Length] + "weight";
            if (_tensors.TryGetValue(gain, out var weight) && weight.shape.AsSpan().SequenceEqual(_tensors[name].shape))
            {
                using var scope = NewDisposeScope();
                var variance = _tensors[name].to_type(ScalarType.Float64);
                var scaled = weight.to_type(ScalarType.Float64) * ((variance + ConvNormAct.NormEpsilon) / (variance + RtmDetEpsilon)).sqrt();
                Replace(gain, scaled.to_type(ScalarType.Float32).MoveToOuterDisposeScope());
            }
        }
    }

    private void Replace(string name, Tensor tensor)
    {
        _made.Add(tensor);
        _tensors[name] = tensor;
    }
}
