using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Runs.Events;

namespace Platform.Training.Tasks;

/// <summary>The samples that a run trains, validates and tests on.</summary>
/// <param name="Classes">What the network tells apart, in the order of its outputs.</param>
/// <param name="Validation">Empty when the validation images are trained on: then no epoch is picked as best.</param>
public sealed record TaskData(
    IReadOnlyList<TrainingClass> Classes, IReadOnlyList<TrainingSample> Train, IReadOnlyList<TrainingSample> Validation, IReadOnlyList<TrainingSample> Test)
{
    /// <summary>The classes of the ontology whose shapes are looked at; those that it tells apart, unless it reads text.</summary>
    public IReadOnlyList<TrainingClass> Labels { get; init; } = [];

    /// <summary>Where the samples come from: file names and tags, of every split.</summary>
    public IReadOnlyList<TrainingImage> Images { get; init; } = [];

    /// <summary>Images of earlier data that are shown again; empty unless a child grows from a parent.</summary>
    public IReadOnlyList<TrainingSample> Rehearsal { get; init; } = [];

    /// <summary>Validation images of earlier data that the epochs of a child are judged by beside its own; empty where its own show every class.</summary>
    public IReadOnlyList<EarlierValidation> EarlierValidation { get; init; } = [];

    /// <summary>What a person should know of the samples, for the run's log.</summary>
    public IReadOnlyList<LineLogged> Notes { get; init; } = [];

    public IReadOnlyList<TrainingSample> In(SplitKind split) => split switch { SplitKind.Train => Train, SplitKind.Val => Validation, SplitKind.Test => Test, _ => [] };

    public IReadOnlyList<string> ClassNames => [.. Classes.Select(item => item.DisplayName)];

    public IReadOnlyList<string> ClassKeys => [.. Classes.Select(item => item.Key)];

    /// <summary>Images nobody trained on, where there are any.</summary>
    public IReadOnlyList<TrainingSample> Unseen => Test.Count > 0 ? Test : Validation.Count > 0 ? Validation : Train;
}
