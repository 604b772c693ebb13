using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Training.Runs;

/// <summary>Refuses data that nothing can be learnt from, before a run is queued.</summary>
public static class TrainingDataRules
{
    public static void Demand(TrainingData data, bool trainOnValidation)
    {
        var train = trainOnValidation ? data.In(SplitKind.Train, SplitKind.Val) : data.In(SplitKind.Train);
        if (train.Count == 0)
        {
            throw new DomainRuleException("training.empty_split", "The train split of this version holds no image. Make a new draft from it, assign images to train, and freeze it.");
        }

        if (train.All(image => image.Boxes.Count == 0))
        {
            throw new DomainRuleException("training.no_boxes", "No image of the train split has a box. Make a new draft from this version, annotate its images, and freeze it.");
        }
    }
}
