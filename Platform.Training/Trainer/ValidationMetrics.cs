namespace Platform.Training.Trainer;

/// <summary>The figures that decide which epoch is best; full evaluations live in Evaluation.</summary>
public sealed record ValidationMetrics(double Map50, double Map50To95, double Precision, double Recall, double F1);
