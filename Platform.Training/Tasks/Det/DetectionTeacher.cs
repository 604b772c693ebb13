using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Models;
using Platform.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Det;

/// <summary>A parent detector at work for its child.</summary>
internal sealed class DetectionTeacher : ITeacher
{
    private readonly LoadedNetwork<Detector> _loaded;
    private readonly OpenCvImageCodec _codec;
    private readonly TrainingRecipe _recipe;

    public DetectionTeacher(Stream checkpoint, TrainingRecipe recipe, OpenCvImageCodec codec)
    {
        _loaded = NetworkFile.Read(checkpoint, (stored, names) => new Detector(stored.ArchitectureFor(names.Count)));
        (_recipe, _codec) = (recipe, codec);
        Network.to(device(recipe.Device));
        Network.eval();
        Network.requires_grad_(false);
    }

    public Detector Network => _loaded.Network;

    public IReadOnlyList<IReadOnlyList<Detection>> Look(IReadOnlyList<TrainingSample> samples, double fromScore, double nmsIou, CancellationToken cancellation)
    {
        var cache = new DecodeCache(_codec, _recipe.ImageSize, maxBytes: 0);
        var validator = new DetectionValidator(samples, [], cache, _codec, _recipe.ImageSize, _recipe.BatchSize);
        var seen = new IReadOnlyList<Detection>[samples.Count];
        foreach (var (sample, _, detections) in validator.Predict(Network, new DetectionThresholds((float)fromScore, (float)nmsIou), cancellation))
        {
            seen[sample] = detections;
        }

        return seen;
    }

    public void Dispose() => _loaded.Dispose();
}
