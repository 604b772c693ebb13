using System.Text.Json;
using Platform.Core.Datasets;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Pose;

/// <summary>Finds objects and the keypoints of their class's skeleton.</summary>
public sealed partial class PoseTask(OpenCvImageCodec codec, TimeProvider time) : GrowingTask<PoseNetwork>(codec, time)
{
    private static readonly (string Output, float Bound)[] s_tolerance = [.. PoseOnnxExporter.Outputs.Select(output => (output, ParityReport.Tolerance))];

    public override ModelTask Task => ModelTask.Pose;

    public override IReadOnlyList<ShapeType?> Shapes => [ShapeType.Keypoints];

    public override TrainingRecipe Defaults => new() { Task = ModelTask.Pose, Pose = new PoseRecipe() };

    public override IImageAnnotator OpenAnnotator(string onnxPath) => new PoseAnnotator(OnnxNetwork.Load(onnxPath, ModelTask.Pose), Codec);

    public override IServedNetwork OpenServed(string onnxPath, OnnxDetectorOptions options)
    {
        var network = OnnxNetwork.Load(onnxPath, ModelTask.Pose, options);
        return new ServedNetwork(network, new PoseOutputReader(network.Metadata), Codec);
    }

    protected override void DemandLabels(IReadOnlyList<TrainingImage> train, TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        if (classes.Count == 0 || train.All(image => image.Shapes.Count == 0))
        {
            throw new DomainRuleException("training.no_labels", "No image of the train split has a skeleton. Make a new draft from this version, annotate its images, and freeze it.");
        }
    }

    protected override IReadOnlyList<TrainingClass> ClassesOf(TrainingData data, TrainingRecipe recipe) =>
        [.. data.Classes.Where(item => item.Shape == ShapeType.Keypoints && item.Keypoints is not null)];

    protected override Func<TrainingImage, string, IReadOnlyList<TrainingSample>> SampleMaker(TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        var indexes = data.Classes.Select(item => classes.ToList().IndexOf(item)).ToArray();
        IReadOnlyList<KeypointSpec> specs = [.. classes.Select(item => KeypointSpec.Parse(item.Keypoints!))];
        return (image, path) => [PoseSamples.Of(image, path, indexes, specs)];
    }

    protected override PoseNetwork NewNetwork(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) =>
        new(recipe.ArchitectureFor(classes.Count), PoseSamples.CountsOf(classes).Max());

    protected override ILearner<PoseNetwork> NewLearner(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => new PoseLearner(recipe, PoseSamples.CountsOf(classes));

    protected override IClassValidator<PoseNetwork> NewValidator(IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DecodeCache cache) =>
        new PoseValidator(samples, classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);

    protected override ExportedNetwork Export(LoadedNetwork<PoseNetwork> trained, TaskData data, Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var bytes = Draw(trained, data, modelVersionId).ToFile();
        using var exported = OnnxNetwork.Load(bytes, ModelTask.Pose);
        using var predictor = new PosePredictor(trained.Network, trained.Recipe.ImageSize);
        var parity = OutputParity.Measure(
            (planes, count) => Outputs(predictor.Run(planes, count)), exported, Codec, [.. samples.Take(ParityImages).Select(sample => sample.ReadBytes())], s_tolerance, cancellation);
        return new ExportedNetwork(bytes, JsonSerializer.Serialize(parity, RunJson.Options), parity.Summary);
    }

    protected override OnnxGraphBuilder Draw(LoadedNetwork<PoseNetwork> trained, TaskData data, Guid modelVersionId) => PoseOnnxExporter.Draw(trained.Network, new NetworkMetadata
    {
        Task = ModelTask.Pose,
        ClassNames = data.ClassNames,
        ClassKeys = data.ClassKeys,
        InputSize = trained.Recipe.ImageSize,
        ModelVersionId = modelVersionId.ToString(),
        Extra = new Dictionary<string, string> { [PoseAnnotator.CountsKey] = JsonSerializer.Serialize(PoseSamples.CountsOf(data.Classes)) },
    });

    protected override INetworkRunner OpenRunner(LoadedNetwork<PoseNetwork> trained)
    {
        var predictor = new PosePredictor(trained.Network, trained.Recipe.ImageSize);
        return new NetworkRunner((planes, count) => Outputs(predictor.Run(planes, count)), predictor);
    }

    private static IReadOnlyList<float[]> Outputs(PoseRawOutput raw) => [raw.Objects.Boxes, raw.Objects.Scores, raw.Keypoints, raw.Presence];
}
