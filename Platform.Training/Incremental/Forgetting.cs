using System.Globalization;
using Platform.Core.Datasets.Model;

namespace Platform.Training.Incremental;

/// <summary>A child's scores beside its parent's on the same images.</summary>
/// <param name="Split">Of the child's data.</param>
/// <param name="Classes">In the order of the child's outputs.</param>
public sealed record Forgetting(Guid ModelVersionId, int Number, Guid ParentModelVersionId, int ParentNumber, SplitKind Split, IReadOnlyList<ClassChange> Classes)
{
    /// <summary>Loss of an old class, as a share, above which the child is not promoted without a reason.</summary>
    public const double MaxLoss = 0.03;

    /// <summary>Share of the parent's score on old classes below which training on all data again is offered.</summary>
    public const double MinRetention = 0.9;

    /// <summary>Mean of the parent on old classes that both were scored on; null where the split holds none of them.</summary>
    public double? ParentOld => Mean(Kept, change => change.Parent);

    public double? ChildOld => Mean(Kept, change => change.Child);

    public double? ChildNew => Mean(Classes.Where(change => change.IsNew), change => change.Child);

    public double? ChildAll => Mean(Classes, change => change.Child);

    /// <summary>What is left of the parent's score on old classes, as a share.</summary>
    public double? Retention => ParentOld is > 0 ? ChildOld / ParentOld : null;

    /// <summary>Old classes that lost too much.</summary>
    public IReadOnlyList<ClassChange> Forgotten => [.. Kept.Where(change => change.Loss > MaxLoss)];

    public bool OffersJointTraining => Retention < MinRetention;

    private IEnumerable<ClassChange> Kept => Classes.Where(change => change is { IsNew: false, Parent: not null, Child: not null });

    private static double? Mean(IEnumerable<ClassChange> changes, Func<ClassChange, double?> score)
    {
        var known = changes.Select(score).OfType<double>().ToList();
        return known.Count == 0 ? null : known.Average();
    }
}

/// <summary>The leading score of a class, AP50-95 for detectors; null where it does not occur, or is not known to the parent.</summary>
public sealed record ClassChange(string Key, string Name, bool IsNew, double? Parent, double? Child)
{
    /// <summary>What was lost, as a share; negative where the child is better.</summary>
    public double? Loss => Parent - Child;

    /// <summary>"Cell (−4.0), Other (−3.5)": names with the lost points.</summary>
    public static string Describe(IEnumerable<ClassChange> changes) =>
        string.Join(", ", changes.Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Name} (−{100 * change.Loss:0.0})")));
}
