using System.Text.Json;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
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

namespace Platform.Training.Tasks.Ocr;

/// <summary>Reads the text in boxes. What it tells apart are the symbols that occur in its data.</summary>
public sealed class OcrTask(OpenCvImageCodec codec, TimeProvider time) : TrainingTask<LineRecognizer>(codec, time)
{
    public override ModelTask Task => ModelTask.Ocr;

    public override IReadOnlyList<ShapeType?> Shapes => [];

    public override TrainingRecipe Defaults => new()
    {
        Task = ModelTask.Ocr,
        ImageSize = 320,
        Ocr = new OcrRecipe(),
        // Mirrored letters are no letters, and a mosaic would cut lines.
        Augmentation = new AugmentationRecipe { MosaicProbability = 0, FlipProbability = 0, ScaleMin = 0.75, ScaleMax = 1 },
        // LSTMs are thrown off by gradients that convolutions bear.
        Optimizer = new OptimizerRecipe { GradientClip = 5 },
    };

    public override bool ReadsBoxes(string recipe) => true;

    public override IBoxReader OpenBoxReader(string onnxPath) => new LineReader(OnnxNetwork.Load(onnxPath, ModelTask.Ocr), Codec);

    public override IServedNetwork OpenServed(string onnxPath, OnnxDetectorOptions options)
    {
        var network = OnnxNetwork.Load(onnxPath, ModelTask.Ocr, options);
        return new ServedNetwork(network, new LineOutputReader(network.Metadata), Codec);
    }

    internal static LineRecognizer NetworkFor(TrainingRecipe recipe, int symbolCount) => new(recipe.ArchitectureFor(symbolCount).Width, recipe.InputHeight, symbolCount);

    protected override void DemandLabels(IReadOnlyList<TrainingImage> train, TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        if (recipe.Augmentation is { MosaicProbability: > 0 } or { FlipProbability: > 0 })
        {
            const string Fault = "augmentation.mosaicProbability and augmentation.flipProbability must be 0: text lines cannot be cut or mirrored.";
            throw new DomainRuleException("training.recipe_invalid", $"The training settings cannot be used. {Fault}", Fault);
        }

        var attribute = AttributeOf(recipe);
        if (!data.Classes.Any(item => item.HasText(attribute)))
        {
            throw new DomainRuleException(
                "training.no_text_attribute", $"No box class of the ontology has a text attribute named '{attribute}'. Add one to the class whose boxes hold text, and write down what they say.", attribute);
        }

        var lengths = train.SelectMany(image => LineSamples.TextsOf(image, data, attribute)).Select(line => LineText.Symbols(line.Text).Count).ToList();
        if (lengths.Count == 0)
        {
            throw new DomainRuleException(
                "training.no_text", $"No box of the train split says anything: its attribute '{attribute}' is empty everywhere. Make a new draft from this version, write down what the boxes say, and freeze it.", attribute);
        }

        if (!lengths.Any(length => CtcLoss.Fits(length, ColumnsOf(recipe))))
        {
            throw new DomainRuleException(
                "training.lines_too_long", $"Every line of the train split is too long for an image size of {recipe.ImageSize}. Raise it to {WidthFor(lengths.Min())} or more.", recipe.ImageSize, WidthFor(lengths.Min()));
        }
    }

    /// <summary>The charset, as classes: symbols of train and val, so that both ways of training on them tell the same symbols apart.</summary>
    protected override IReadOnlyList<TrainingClass> ClassesOf(TrainingData data, TrainingRecipe recipe) =>
    [
        .. LineText.Charset(data.In(SplitKind.Train, SplitKind.Val).SelectMany(image => LineSamples.TextsOf(image, data, AttributeOf(recipe))).Select(line => line.Text))
            .Select(symbol => new TrainingClass(Guid.Empty, symbol, symbol, "#000000")),
    ];

    protected override IReadOnlyList<TrainingClass> LabelsOf(TrainingData data, TrainingRecipe recipe) => [.. data.Classes.Where(item => item.HasText(AttributeOf(recipe)))];

    protected override Func<TrainingImage, string, IReadOnlyList<TrainingSample>> SampleMaker(TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe)
    {
        var indexes = classes.Select((symbol, index) => (symbol.Key, index)).ToDictionary(pair => pair.Key, pair => pair.index, StringComparer.Ordinal);
        return (image, path) => LineSamples.OfBoxes(image, data, AttributeOf(recipe), path, indexes, Codec);
    }

    /// <summary>Lines without room among the columns teach nothing; they are left out of training, which is said, and stay in the scores.</summary>
    protected override TaskData Complete(TaskData data, TrainingRecipe recipe)
    {
        var longest = data.Train.Where(line => !CtcLoss.Fits(line.Tags.Length, ColumnsOf(recipe))).OrderByDescending(line => line.Tags.Length).ToList();
        return longest.Count == 0 ? data : data with
        {
            Train = [.. data.Train.Except(longest)],
            Notes = [RunLines.Warning("linesTooLong", longest.Count, data.Train.Count, recipe.ImageSize, longest[0].Tags.Length, WidthFor(longest[0].Tags.Length), longest[0].Text ?? "")],
        };
    }

    protected override ITrainingBatches NewBatches(IReadOnlyList<TrainingSample> samples, DecodeCache cache, TrainingRecipe recipe) =>
        new LoaderBatches(samples, new LineComposer(samples, cache, recipe), recipe);

    protected override LineRecognizer NewNetwork(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => NetworkFor(recipe, classes.Count);

    protected override ILearner<LineRecognizer> NewLearner(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes) => new LineLearner(recipe, classes.Count);

    protected override ITaskValidator<LineRecognizer> NewValidator(IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DecodeCache cache) =>
        new LineValidator(samples, [.. classes.Select(symbol => symbol.Key)], recipe, cache, Codec);

    protected override ExportedNetwork Export(LoadedNetwork<LineRecognizer> trained, TaskData data, Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation)
    {
        var recipe = trained.Recipe;
        var bytes = Draw(trained, data, modelVersionId).ToFile();
        using var exported = OnnxNetwork.Load(bytes, ModelTask.Ocr);
        var predictor = new LinePredictor(trained.Network, recipe.ImageSize, recipe.InputHeight);
        var parity = OutputParity.Measure(
            (planes, count) => [predictor.Run(planes, count)], exported, Codec, [.. samples.Take(ParityImages).Select(sample => sample.ReadBytes())],
            [(LineOnnxExporter.Output, ParityReport.Tolerance)], cancellation);
        return new ExportedNetwork(bytes, JsonSerializer.Serialize(parity, RunJson.Options), parity.Summary);
    }

    protected override OnnxGraphBuilder Draw(LoadedNetwork<LineRecognizer> trained, TaskData data, Guid modelVersionId) => LineOnnxExporter.Draw(trained.Network, new NetworkMetadata
    {
        Task = ModelTask.Ocr,
        ClassNames = [.. data.Labels.Select(item => item.DisplayName)],
        ClassKeys = [.. data.Labels.Select(item => item.Key)],
        InputSize = trained.Recipe.ImageSize,
        InputHeight = trained.Recipe.InputHeight,
        ModelVersionId = modelVersionId.ToString(),
        Extra = new Dictionary<string, string>
        {
            [LineReader.CharsetKey] = JsonSerializer.Serialize(trained.ClassNames),
            [LineReader.AttributeKey] = JsonSerializer.Serialize(AttributeOf(trained.Recipe)),
        },
    });

    protected override INetworkRunner OpenRunner(LoadedNetwork<LineRecognizer> trained)
    {
        var predictor = new LinePredictor(trained.Network, trained.Recipe.ImageSize, trained.Recipe.InputHeight);
        return new NetworkRunner((planes, count) => [predictor.Run(planes, count)]);
    }

    private static string AttributeOf(TrainingRecipe recipe) => (recipe.Ocr ?? new OcrRecipe()).Attribute;

    private static int ColumnsOf(TrainingRecipe recipe) => recipe.ImageSize / LineRecognizer.ColumnPx;

    // The next multiple of 32 with room for a line.
    private static int WidthFor(int symbols) => ((((2 * symbols) + 1) * LineRecognizer.ColumnPx) + 31) / 32 * 32;
}
