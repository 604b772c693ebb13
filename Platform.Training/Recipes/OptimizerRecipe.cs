namespace Platform.Training.Recipes;

/// <summary>AdamW and its schedule.</summary>
public sealed record OptimizerRecipe
{
    /// <summary>Peak learning rate; null scales the reference by the square root of the batch size.</summary>
    public double? LearningRate { get; init; }

    /// <summary>RTMDet's rate ...</summary>
    public double ReferenceLearningRate { get; init; } = 0.004;

    /// <summary>... at its batch size.</summary>
    public int ReferenceBatchSize { get; init; } = 256;

    /// <summary>Never applied to normalisation and biases, which it would only pull towards zero.</summary>
    public double WeightDecay { get; init; } = 0.05;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    /// <summary>Longest warm-up in iterations.</summary>
    public int WarmupIterations { get; init; } = 300;

    /// <summary>Longest warm-up as a share of the run; the shorter of the two holds.</summary>
    public double WarmupFraction { get; init; } = 0.1;

    /// <summary>Share of the run at the peak rate before the cosine begins.</summary>
    public double FlatFraction { get; init; } = 0.5;

    /// <summary>Where the cosine ends, as a share of the peak.</summary>
    public double FinalFraction { get; init; } = 0.05;

    /// <summary>Largest norm of all gradients together; rare spikes of a young network are cut here.</summary>
    public double GradientClip { get; init; } = 35;

    /// <summary>Highest decay of the averaged weights. Small runs never leave a slow ramp, hence .998 and not .9998.</summary>
    public double AverageDecay { get; init; } = 0.998;
}
