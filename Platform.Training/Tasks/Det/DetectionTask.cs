using System.Globalization;
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
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Det;

/// <summary>Finds objects and puts boxes around them.</summary>
public sealed partial class DetectionTask(OpenCvImageCodec codec, TimeProvider time) : GrowingTask<Detector>(codec, time)
{
    public override ModelTask Task => ModelTask.Det;

    public override IReadOnlyList<ShapeType?> Shapes => [];

    public override TrainingRecipe Defaults => new();

    public static TrainingSample ToSample(TrainingImage image, string path) => TrainingSample.FromFile(
        path,
        [.. image.Boxes.SelectMany(box => new[] { box.X, box.Y, box.X + box.Width, box.Y + box.Height })],
        [.. image.Boxes.Select(box => box.ClassIndex)],
        image.Name);

    public override IImageAnnotator OpenAnnotator(string onnxPath) => new DetectionAnnotator(OnnxDetector.Load(onnxPath), Codec);

    public override IServedNetwork OpenServed(string onnxPath, OnnxDetectorOptions options) => new ServedDetector(OnnxDetector.Load(onnxPath, options), Codec);

    protected override void DemandLabels(IReadOnlyList<TrainingImage> train, TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        if (train.All(image => image.Boxes.Count == 0))
        {
            throw new DomainRuleException("training.no_boxes", "No image of the train split has a box. Make a new draft from this version, annotate its images, and freeze it.");
        }
    }

    // All of them, whatever their shape: a class keeps its index in every detector of the ontology.
    protected override IReadOnlyList<TrainingClass> ClassesOf(TrainingData data, TrainingRecipe recipe) => data.Classes;

    protected override Func<TrainingImage, string, IReadOnlyList<TrainingSample>> SampleMaker(TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe) =>
        (image, path) => [ToSample(image, path)];

    protected override Detector NewNetwork(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => new(recipe.ArchitectureFor(classes.Count));

    protected override ILearner<Detector> NewLearner(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => new DetectionLearner(recipe, classes.Count);

    protected override IClassValidator<Detector> NewValidator(IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DecodeCache cache) =>
        new DetectionValidator(samples, classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);

    protected override ExportedNetwork Export(LoadedNetwork<Detector> trained, TaskData data, Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var bytes = Draw(trained, data, modelVersionId).ToFile();
        using var exported = OnnxDetector.Load(bytes);
        var images = samples.Take(ParityImages).Select(sample => (ReadOnlyMemory<byte>)sample.ReadBytes()).ToList();
        var parity = DetectorParity.Measure(trained.Network, exported, Codec, images, DetectionThresholds.Display, cancellation);
        return new ExportedNetwork(bytes, JsonSerializer.Serialize(parity, RunJson.Options), string.Create(
            CultureInfo.InvariantCulture,
            $"{parity.ImageCount} images: {parity.MatchedCount} of {parity.ExpectedCount} boxes agree, largest difference {parity.MaxBoxDifference:0.0e+0} px and {parity.MaxScoreDifference:0.0e+0} in score"));
    }

    protected override OnnxGraphBuilder Draw(LoadedNetwork<Detector> trained, TaskData data, Guid modelVersionId) => DetectorOnnxExporter.Draw(trained.Network, new DetectorMetadata
    {
        ClassNames = data.ClassNames,
        ClassKeys = data.ClassKeys,
        InputSize = trained.Recipe.ImageSize,
        ModelVersionId = modelVersionId.ToString(),
    });

    protected override INetworkRunner OpenRunner(LoadedNetwork<Detector> trained)
    {
        var predictor = new DetectorPredictor(trained.Network, trained.Recipe.ImageSize);
        return new NetworkRunner((planes, count) => Outputs(predictor.Run(planes, count)), predictor);
    }

    private static IReadOnlyList<float[]> Outputs(DetectorRawOutput raw) => [raw.Boxes, raw.Scores];
}
