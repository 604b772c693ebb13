using Platform.Training.Models;

namespace Platform.Training.Incremental;

/// <summary>What becomes of the rows [R, ...] of a tensor that a child has more of than its parent.</summary>
/// <param name="Count">R of the child.</param>
/// <param name="Kept">Rows that the parent hands on, at the same places.</param>
/// <param name="Bias">Start of the other rows' biases.</param>
public sealed record GrownRows(int Count, IReadOnlyList<int> Kept, double Bias)
{
    /// <summary>A row a class; new classes are rare at first where each is told by yes or no.</summary>
    public static GrownRows OfClasses(GrownClasses classes, double bias = DetectorInitializer.ClassBias) => new(classes.Keys.Count, classes.Old, bias);
}
