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

namespace Platform.Training.Tasks.Seg;

/// <summary>Finds objects and their pixels; learns from polygons and masks alike.</summary>
public sealed partial class SegmentationTask(OpenCvImageCodec codec, TimeProvider time) : GrowingTask<Segmenter>(codec, time)
{
    private static readonly (string Output, float Bound)[] s_tolerance = [.. SegmenterOnnxExporter.Outputs.Select(output => (output, ParityReport.Tolerance))];

    public override ModelTask Task => ModelTask.Seg;

    public override IReadOnlyList<ShapeType?> Shapes => [ShapeType.Polygon, ShapeType.Mask];

    public override TrainingRecipe Defaults => new() { Task = ModelTask.Seg, Segmentation = new SegmentationRecipe() };

    /// <summary>The image with the masks of its objects; images without any stay, since they show what is background.</summary>
    /// <param name="image">With its polygons and masks.</param>
    /// <param name="path">Its file.</param>
    /// <param name="indexes">The network's class for each of the ontology, -1 for those it does not know.</param>
    public static TrainingSample ToSample(TrainingImage image, string path, int[] indexes)
    {
        var objects = image.Shapes.Where(shape => indexes[shape.ClassIndex] >= 0)
            .Select(shape => (Class: indexes[shape.ClassIndex], Mask: PixelMask.Of(shape.Geometry, image.Width, image.Height)))
            .Where(item => item.Mask.Area > 0).ToList();
        var boxes = objects.Select(item => item.Mask.Bounds).SelectMany(box => new[] { box.Left, box.Top, box.Right, box.Bottom });
        return TrainingSample.FromFile(path, [.. boxes], [.. objects.Select(item => item.Class)], image.Name) with { Masks = [.. objects.Select(item => item.Mask)] };
    }

    public override IImageAnnotator OpenAnnotator(string onnxPath) => new SegmentationAnnotator(OnnxNetwork.Load(onnxPath, ModelTask.Seg), Codec);

    public override IServedNetwork OpenServed(string onnxPath, OnnxDetectorOptions options)
    {
        var network = OnnxNetwork.Load(onnxPath, ModelTask.Seg, options);
        return new ServedNetwork(network, new InstanceOutputReader(network.Metadata), Codec);
    }

    protected override void DemandLabels(IReadOnlyList<TrainingImage> train, TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        if (train.All(image => image.Shapes.Count == 0))
        {
            throw new DomainRuleException("training.no_labels", "No image of the train split has a polygon or mask. Make a new draft from this version, annotate its images, and freeze it.");
        }
    }

    protected override IReadOnlyList<TrainingClass> ClassesOf(TrainingData data, TrainingRecipe recipe) =>
        [.. data.Classes.Where(item => item.Shape is ShapeType.Polygon or ShapeType.Mask)];

    protected override Func<TrainingImage, string, IReadOnlyList<TrainingSample>> SampleMaker(TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        var indexes = data.Classes.Select(item => classes.ToList().IndexOf(item)).ToArray();
        return (image, path) => [ToSample(image, path, indexes)];
    }

    protected override Segmenter NewNetwork(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) =>
        new(recipe.ArchitectureFor(classes.Count), (recipe.Segmentation ?? new SegmentationRecipe()).Prototypes);

    protected override ILearner<Segmenter> NewLearner(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => new SegmentationLearner(recipe, classes.Count);

    protected override IClassValidator<Segmenter> NewValidator(IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DecodeCache cache) =>
        new SegmentationValidator(samples, classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);

    protected override ExportedNetwork Export(LoadedNetwork<Segmenter> trained, TaskData data, Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var bytes = Draw(trained, data, modelVersionId).ToFile();
        using var exported = OnnxNetwork.Load(bytes, ModelTask.Seg);
        using var predictor = new SegmenterPredictor(trained.Network, trained.Recipe.ImageSize);
        var parity = OutputParity.Measure(
            (planes, count) => Outputs(predictor.Run(planes, count)), exported, Codec, [.. samples.Take(ParityImages).Select(sample => sample.ReadBytes())], s_tolerance, cancellation);
        return new ExportedNetwork(bytes, JsonSerializer.Serialize(parity, RunJson.Options), parity.Summary);
    }

    protected override OnnxGraphBuilder Draw(LoadedNetwork<Segmenter> trained, TaskData data, Guid modelVersionId) => SegmenterOnnxExporter.Draw(trained.Network, new NetworkMetadata
    {
        Task = ModelTask.Seg,
        ClassNames = data.ClassNames,
        ClassKeys = data.ClassKeys,
        InputSize = trained.Recipe.ImageSize,
        ModelVersionId = modelVersionId.ToString(),
        Extra = new Dictionary<string, string> { [SegmentationAnnotator.ShapesKey] = JsonSerializer.Serialize(data.Classes.Select(item => item.Shape.ToString())) },
    });

    protected override INetworkRunner OpenRunner(LoadedNetwork<Segmenter> trained)
    {
        var predictor = new SegmenterPredictor(trained.Network, trained.Recipe.ImageSize);
        return new NetworkRunner((planes, count) => Outputs(predictor.Run(planes, count)), predictor);
    }

    private static IReadOnlyList<float[]> Outputs(SegmenterRawOutput raw) => [raw.Objects.Boxes, raw.Objects.Scores, raw.Coefficients, raw.Prototypes];
}
