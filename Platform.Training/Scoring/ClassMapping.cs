using Platform.Core.Datasets;

namespace Platform.Training.Scoring;

/// <summary>
/// How the classes of a dataset version stand to those of a network, which knows them by position only. Classes are the same where their keys are; what only the network
/// knows has nothing to be found and is left out of the means, and objects of classes that it never learnt are left out.
/// </summary>
/// <param name="Shared">Keys on both sides, in the network's order.</param>
/// <param name="OnlyInModel">In the network's order.</param>
/// <param name="OnlyInData">In the ontology's order.</param>
public sealed record ClassMapping(IReadOnlyList<string> Shared, IReadOnlyList<string> OnlyInModel, IReadOnlyList<string> OnlyInData)
{
    /// <summary>Whether both sides know the same classes, in whatever order.</summary>
    public bool IsWhole => OnlyInModel.Count == 0 && OnlyInData.Count == 0;

    public static ClassMapping Of(IReadOnlyList<TrainingClass> model, IReadOnlyList<TrainingClass> data)
    {
        var (learnt, present) = (model.Select(item => item.Key).ToList(), data.Select(item => item.Key).ToList());
        return new ClassMapping([.. learnt.Intersect(present)], [.. learnt.Except(present)], [.. present.Except(learnt)]);
    }

    /// <summary>The data as if it had been annotated with the network's classes.</summary>
    /// <param name="data">Of any ontology version.</param>
    /// <param name="model">The classes of the ontology that the network learnt, in index order.</param>
    public static TrainingData Apply(TrainingData data, IReadOnlyList<TrainingClass> model)
    {
        var indexOf = model.Select((item, index) => (item.Key, index)).ToDictionary(pair => pair.Key, pair => pair.index);
        var target = data.Classes.Select(item => indexOf.TryGetValue(item.Key, out var index) ? index : -1).ToList();
        return data with
        {
            Classes = model,
            Images =
            [
                .. data.Images.Select(image => image with
                {
                    Boxes = [.. image.Boxes.Where(box => target[box.ClassIndex] >= 0).Select(box => box with { ClassIndex = target[box.ClassIndex] })],
                    Shapes = [.. image.Shapes.Where(shape => target[shape.ClassIndex] >= 0).Select(shape => shape with { ClassIndex = target[shape.ClassIndex] })],
                }),
            ],
        };
    }
}
