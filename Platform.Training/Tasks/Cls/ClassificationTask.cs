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

namespace Platform.Training.Tasks.Cls;

/// <summary>Says what a whole image shows, or what is inside a box.</summary>
public sealed partial class ClassificationTask(OpenCvImageCodec codec, TimeProvider time) : GrowingTask<Classifier>(codec, time)
{
    public override ModelTask Task => ModelTask.Cls;

    public override IReadOnlyList<ShapeType?> Shapes => [null];

    public override TrainingRecipe Defaults => new()
    {
        Task = ModelTask.Cls,
        ImageSize = 224,
        Classification = new ClassificationRecipe(),
        // One image a sample: a mosaic would show four answers at once.
        Augmentation = new AugmentationRecipe { MosaicProbability = 0, ScaleMin = 0.8, ScaleMax = 1.4 },
    };

    public override bool ReadsBoxes(string recipe) => SourceOf(TrainingRecipeJson.Read(recipe)) == ClassificationSource.Boxes;

    public override IImageAnnotator OpenAnnotator(string onnxPath) => new ClassificationAnnotator(OnnxNetwork.Load(onnxPath, ModelTask.Cls), Codec);

    public override IBoxReader OpenBoxReader(string onnxPath) => new BoxClassifier(OnnxNetwork.Load(onnxPath, ModelTask.Cls), Codec);

    public override IServedNetwork OpenServed(string onnxPath, OnnxDetectorOptions options)
    {
        var network = OnnxNetwork.Load(onnxPath, ModelTask.Cls, options);
        return new ServedNetwork(network, new ClassOutputReader(network.Metadata), Codec);
    }

    protected override void DemandLabels(IReadOnlyList<TrainingImage> train, TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        if (recipe.Augmentation.MosaicProbability > 0)
        {
            const string Fault = "augmentation.mosaicProbability must be 0: a mosaic would show a classifier four answers at once.";
            throw new DomainRuleException("training.recipe_invalid", $"The training settings cannot be used. {Fault}", Fault);
        }

        if (classes.Count < 2)
        {
            throw new DomainRuleException(
                "training.no_choice", SourceOf(recipe) == ClassificationSource.Tags
                    ? "There is nothing to tell apart: the ontology has fewer than two tags of whole images. Add tags to it, or train on the boxes' contents."
                    : "There is nothing to tell apart: the ontology has fewer than two classes of boxes. Add classes to it, or train on tags of whole images.");
        }

        if (SourceOf(recipe) == ClassificationSource.Tags ? train.All(image => image.Shapes.Count == 0) : train.All(image => image.Boxes.Count == 0))
        {
            throw new DomainRuleException(
                "training.no_labels", SourceOf(recipe) == ClassificationSource.Tags
                    ? "No image of the train split has a tag. Make a new draft from this version, tag its images, and freeze it."
                    : "No image of the train split has a box. Make a new draft from this version, annotate its images, and freeze it.");
        }
    }

    protected override IReadOnlyList<TrainingClass> ClassesOf(TrainingData data, TrainingRecipe recipe)
    {
        ShapeType? wanted = SourceOf(recipe) == ClassificationSource.Tags ? null : ShapeType.Bbox;
        return [.. data.Classes.Where(item => item.Shape == wanted)];
    }

    protected override Func<TrainingImage, string, IReadOnlyList<TrainingSample>> SampleMaker(TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        var indexes = data.Classes.Select(item => classes.ToList().IndexOf(item)).ToArray();
        return SourceOf(recipe) == ClassificationSource.Tags
            ? (image, path) => ClassificationSamples.OfTags(image, path, indexes, AsksParent(image, recipe))
            : (image, path) => ClassificationSamples.OfBoxes(image, path, indexes, Codec);
    }

    protected override Classifier NewNetwork(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => new(recipe.ArchitectureFor(classes.Count));

    protected override ILearner<Classifier> NewLearner(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => new ClassificationLearner(recipe, classes.Count);

    protected override IClassValidator<Classifier> NewValidator(IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DecodeCache cache) =>
        new ClassificationValidator(samples, classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);

    protected override ExportedNetwork Export(LoadedNetwork<Classifier> trained, TaskData data, Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var bytes = Draw(trained, data, modelVersionId).ToFile();
        using var exported = OnnxNetwork.Load(bytes, ModelTask.Cls);
        var predictor = new ClassifierPredictor(trained.Network, trained.Recipe.ImageSize);
        var parity = OutputParity.Measure(
            (planes, count) => [predictor.Run(planes, count)], exported, Codec, [.. samples.Take(ParityImages).Select(sample => sample.ReadBytes())],
            [(ClassifierOnnxExporter.Output, ParityReport.Tolerance)], cancellation);
        return new ExportedNetwork(bytes, JsonSerializer.Serialize(parity, RunJson.Options), parity.Summary);
    }

    protected override OnnxGraphBuilder Draw(LoadedNetwork<Classifier> trained, TaskData data, Guid modelVersionId) => ClassifierOnnxExporter.Draw(trained.Network, new NetworkMetadata
    {
        Task = ModelTask.Cls,
        ClassNames = data.ClassNames,
        ClassKeys = data.ClassKeys,
        InputSize = trained.Recipe.ImageSize,
        ModelVersionId = modelVersionId.ToString(),
        Extra = new Dictionary<string, string> { ["source"] = EnumText<ClassificationSource>.ToText(SourceOf(trained.Recipe)) },
    });

    protected override INetworkRunner OpenRunner(LoadedNetwork<Classifier> trained)
    {
        var predictor = new ClassifierPredictor(trained.Network, trained.Recipe.ImageSize);
        return new NetworkRunner((planes, count) => [predictor.Run(planes, count)]);
    }

    private static ClassificationSource SourceOf(TrainingRecipe recipe) => (recipe.Classification ?? new ClassificationRecipe()).Source;
}
