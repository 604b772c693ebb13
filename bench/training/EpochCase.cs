using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Recipes;
using Platform.Training.Samples;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;

namespace TrainingBench;

/// <summary>Epochs of the trainer itself on generated pictures: decoding, augmentation, assignment, steps, reports.</summary>
internal static class EpochCase
{
    public static void Run(Report report, TrainingPrecision precision, int images, int epochs)
    {
        var codec = new OpenCvImageCodec();
        var classes = SampleDataGenerator.Classes.Select(item => item.Key).ToList();
        var samples = new SampleDataGenerator(codec, width: 640, height: 480).Generate(images).Select(image => ToSample(image, classes)).ToList();
        var recipe = new TrainingRecipe { Epochs = epochs, Precision = precision, Threads = Environment.ProcessorCount, Reporting = new ReportingRecipe { SampleInterval = 0 } };
        using var learner = new DetectionLearner(recipe, classes.Count);
        var observer = new EpochObserver();
        new TaskTrainer<Platform.Training.Models.Detector>(
            recipe, learner, new LoaderBatches(samples, new DecodeCache(codec, 2 * recipe.ImageSize), recipe), null, null, observer, TimeProvider.System).Run(null, default);

        // The first epoch decodes every picture and warms the code up.
        var measured = observer.Epochs.Skip(1).ToList();
        var perImage = 1000.0 / images / measured.Count;
        var name = $"epoch{precision}";
        report.Add(name, "ms/image", measured.Sum(epoch => epoch.Seconds) * perImage);
        report.Add($"{name}Step", "ms/image", measured.Sum(epoch => epoch.StepSeconds) * perImage);
        report.Add($"{name}ToStep", "ratio", measured.Sum(epoch => epoch.Seconds) / measured.Sum(epoch => epoch.StepSeconds), goalAtMost: 1.15);
        foreach (var stage in measured[0].Stages.Keys)
        {
            report.Add($"{name}Stage_{stage}", "ms/image", measured.Sum(epoch => epoch.Stages[stage]) * perImage);
        }
    }

    private static TrainingSample ToSample(SampleImage image, List<string> classes) => new(
        image.Name,
        () => image.JpegBytes,
        [.. image.Boxes.SelectMany(box => new[] { box.X, box.Y, box.X + box.Width, box.Y + box.Height })],
        [.. image.Boxes.Select(box => classes.IndexOf(box.ClassKey))]);

    private sealed class EpochObserver : ITrainingObserver
    {
        public List<EpochCompleted> Epochs { get; } = [];

        public void Observe(TrainingEvent trainingEvent)
        {
            if (trainingEvent is EpochCompleted epoch)
            {
                Epochs.Add(epoch);
            }
        }
    }
}
