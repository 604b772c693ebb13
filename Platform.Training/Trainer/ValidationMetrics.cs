namespace Platform.Training.Trainer;

/// <summary>The figures of an evaluation during training; full evaluations live in Evaluation.</summary>
public sealed record ValidationMetrics
{
    /// <summary>Decides which epoch is best, 0 to 1; each task says which of its figures it is.</summary>
    public double Score { get; init; }

    /// <summary>By name, the most telling first.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();
}
