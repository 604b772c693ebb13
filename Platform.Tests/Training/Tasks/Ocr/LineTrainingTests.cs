using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Datasets;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Training.Imaging;
using Platform.Tests.Training.Torch;
using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Ocr;

namespace Platform.Tests.Training.Tasks.Ocr;

public sealed class LineTrainingTests : TorchTest
{
    private const double Floor = 0.95;

    private static readonly OcrTask s_task = new(TestImages.Codec, TimeProvider.System);

    private static readonly TrainingClass s_plate = new(Guid.CreateVersion7(), "plate", "Plate", "#ffffff") { Attributes = [new AttributeSpec("text", AttributeType.Text)] };

    private static readonly TrainingRecipe s_recipe = s_task.Defaults with
    {
        Width = 0.125,
        ImageSize = 128,
        BatchSize = 16,
        Epochs = 16,
        Threads = 1,
        Optimizer = new OptimizerRecipe { LearningRate = 4e-3, AverageDecay = 0.95, GradientClip = 5 },
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 1000 },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_InBFloat16_LosesAsInSinglePrecision()
    {
        var lines = LinePictures.Draw(3, 32);
        TaskRun.MixedPrecisionDifference(s_task, DataOf(lines, lines), s_recipe).Should().BeInRange(1e-7, 0.1);
    }

    [Fact]
    public void Train_PlatesInFourFonts_ReadsUnseenOnes()
    {
        var (train, test) = (LinePictures.Draw(1, 400), LinePictures.Draw(2, 60));
        var data = DataOf(train, test);
        using var run = new TaskRun(s_task, data, s_recipe);

        var scores = run.Network.Evaluate(data.Test, Cancellation);
        scores.Lenient.Should().BeGreaterThanOrEqualTo(Floor, scores.Summary);
        var details = JsonSerializer.Deserialize<LineEvaluationDetails>(scores.Details, RunJson.Options)!.Ocr;
        details.LineCount.Should().Be(60);
        details.Cer.Should().BeApproximately(1 - scores.Lenient, 1e-9);

        var exported = run.Network.Export(Guid.CreateVersion7(), data.Test, Cancellation);
        var parity = JsonSerializer.Deserialize<OutputParity>(exported.Parity, RunJson.Options)!;
        parity.Should().Match<OutputParity>(report => report.ImageCount == 20 && report.IsWithinTolerance, exported.Summary);

        using var reader = s_task.OpenBoxReader(run.Save(exported));
        reader.Question.Should().BeEquivalentTo(new BoxQuestion(["plate"], "text"));
        StandingBox[] boxes = [.. test.Lines.Select(line => new StandingBox(Guid.CreateVersion7(), 1, line.Box))];
        var read = reader.Read(test.Encode(), boxes, 0, Cancellation).ToDictionary(reading => reading.AnnotationId);
        var exact = boxes.Zip(test.Lines).Count(pair => read.TryGetValue(pair.First.Id, out var reading) && reading.Text == pair.Second.Text);
        (exact / 60.0).Should().BeApproximately(scores.Strict, 1e-9);
        reader.Read(test.Encode(), boxes, 1.01, Cancellation).Should().BeEmpty();

        // Served, the whole image is the line.
        using var served = s_task.OpenServed(run.Save(exported), new OnnxDetectorOptions());
        var cut = test.Lines.Take(3).Select(line => BoxCrop.Cut(TestImages.Codec, test.Encode(), line.Box)).ToArray();
        ServedBatch.Ask(served, 0, cut).Select(answer => answer.Count == 0 ? null : answer[0].Text)
            .Should().Equal(boxes.Take(3).Select(box => read.TryGetValue(box.Id, out var reading) ? reading.Text : null));
    }

    [Fact]
    public void Train_EightLinesManyTimes_LearnsThemByHeart()
    {
        var lines = LinePictures.Draw(3, 8);
        var data = DataOf(lines, lines);
        var recipe = s_recipe with
        {
            BatchSize = 8,
            Epochs = 200,
            Ocr = new OcrRecipe { Stretch = 0, InvertProbability = 0, Grain = 0 },
            Augmentation = s_recipe.Augmentation with { ScaleMin = 1, ScaleMax = 1, Translate = 0, ColourProbability = 0 },
        };
        using var run = new TaskRun(s_task, data, recipe);

        var scores = run.Network.Evaluate(data.Train, Cancellation);
        scores.Strict.Should().Be(1, scores.Summary);
    }

    internal static TaskData DataOf(LinePictures train, LinePictures test)
    {
        var charset = LineText.Charset(train.Lines.Select(line => line.Text));
        TrainingClass[] symbols = [.. charset.Select(symbol => new TrainingClass(Guid.Empty, symbol, symbol, "#000000"))];
        return new TaskData(symbols, train.Samples("train", charset), [], test.Samples("test", charset)) { Labels = [s_plate] };
    }
}
