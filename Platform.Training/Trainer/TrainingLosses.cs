namespace Platform.Training.Trainer;

/// <summary>Weighted loss terms by name, and the gradient norm before clipping.</summary>
public sealed record TrainingLosses(IReadOnlyList<string> Names, IReadOnlyList<double> Terms, double GradientNorm)
{
    public double Total => Terms.Sum();

    public bool IsFinite => double.IsFinite(Total) && double.IsFinite(GradientNorm);

    public double this[string name] => Terms[Names.ToList().IndexOf(name)];

    public bool Equals(TrainingLosses? other) =>
        other is not null && Names.SequenceEqual(other.Names) && Terms.SequenceEqual(other.Terms) && GradientNorm.Equals(other.GradientNorm);

    public override int GetHashCode() => HashCode.Combine(Total, GradientNorm);
}
