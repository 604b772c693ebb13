using Platform.Training.Models;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

/// <summary>Answers one prepared score an evaluation.</summary>
internal sealed class ScriptedValidator(params double[] scores) : IValidator<Detector>
{
    private int _next;

    public int ImageCount => 1;

    public ValidationMetrics Evaluate(Detector network, CancellationToken cancellationToken)
    {
        network.training.Should().BeFalse("averaged weights are measured in eval mode");
        var score = scores[_next++];
        return new ValidationMetrics { Score = score, Values = new Dictionary<string, double> { ["mAP50_95"] = score } };
    }

    public IReadOnlyList<SamplePrediction> DrawSamples(Detector network, int count, CancellationToken cancellationToken) =>
        [.. Enumerable.Range(0, count).Select(i => new SamplePrediction($"image {i}", [1, 2, 3]))];
}
