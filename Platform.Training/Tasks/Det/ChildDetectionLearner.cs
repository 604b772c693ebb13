using Platform.Training.Models;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Det;

/// <summary>Teaches a detector new classes beside those of its parent.</summary>
internal sealed class ChildDetectionLearner(ChildSetup<Detector> setup)
    : ChildLearner<Detector, DetectorOutput>(setup, new DetectionLearner(setup.Recipe, setup.Classes.Keys.Count))
{
    private readonly ChildObjective _objective = new(setup.Recipe, setup.Classes);

    protected override IReadOnlyList<string> DistilledNames => ChildObjective.DistilledNames;

    public override void Dispose()
    {
        _objective.Dispose();
        base.Dispose();
    }

    protected override IReadOnlyList<nn.Module> TrunkOf(Detector network) => [network.Backbone, network.Neck];

    protected override IReadOnlyList<Tensor> Learn(DetectorOutput output, TrainingBatch batch, StageClock clock) => _objective.Learn(output, batch, clock).Terms;

    protected override IReadOnlyList<Tensor> Distil(DetectorOutput student, DetectorOutput teacher, TrainingBatch batch)
    {
        var distilled = _objective.Distil(student, teacher, batch);
        return [distilled.Class, distilled.Box];
    }
}
