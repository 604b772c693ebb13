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

    /// <param name="model">Keys of the network's outputs.</param>
    /// <param name="data">Keys of the ontology.</param>
    public static ClassMapping Of(IReadOnlyList<string> model, IReadOnlyList<string> data) => new([.. model.Intersect(data)], [.. model.Except(data)], [.. data.Except(model)]);
}
