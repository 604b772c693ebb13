namespace Platform.Training.Recipes;

/// <summary>In which numbers the network computes; weights, gradients, statistics and losses are single precision in every case.</summary>
public enum TrainingPrecision
{
    /// <summary>32 bits throughout.</summary>
    Single,

    /// <summary>Activations and the products of convolutions in bfloat16. Pays where the processor multiplies it in hardware (AVX512-BF16, AMX, NVIDIA from Ampere on).</summary>
    BFloat16,
}
