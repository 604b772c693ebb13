using Platform.Training.Recipes;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>Teaches a segmenter new classes beside those of its parent.</summary>
internal sealed class ChildSegmentationLearner(ChildSetup<Segmenter> setup)
    : ChildLearner<Segmenter, SegmenterOutput>(setup, new SegmentationLearner(setup.Recipe, setup.Classes.Keys.Count))
{
    private readonly ChildObjective _objects = new(setup.Recipe, setup.Classes);
    private readonly MaskObjective _masks = new(setup.Recipe.Segmentation ?? new SegmentationRecipe());
    private readonly DistillationRecipe _distillation = setup.Incremental.Distillation;

    protected override IReadOnlyList<string> DistilledNames { get; } = [.. ChildObjective.DistilledNames, "distilled_mask"];

    public override void Dispose()
    {
        _objects.Dispose();
        base.Dispose();
    }

    protected override IReadOnlyList<nn.Module> TrunkOf(Segmenter network) => [network.Backbone, network.Neck];

    protected override IReadOnlyList<Tensor> Learn(SegmenterOutput output, TrainingBatch batch, StageClock clock)
    {
        var (targets, terms) = _objects.Learn(output.Objects, batch, clock);
        return [.. terms, _masks.Learn(output, targets, batch, chosen => _objects.Weights(targets, chosen))];
    }

    protected override IReadOnlyList<Tensor> Distil(SegmenterOutput student, SegmenterOutput teacher, TrainingBatch batch)
    {
        var objects = _objects.Distil(student.Objects, teacher.Objects, batch);
        return [objects.Class, objects.Box, _masks.Distil(student, teacher, _objects.Boxes(teacher.Objects), objects.Points, _distillation)];
    }
}
