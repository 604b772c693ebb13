namespace Platform.Training.Data;

/// <summary>
/// What the network sees for an 8-bit channel value v: (v / 255 - mean) / std. Order R, G, B.
/// Exported models carry the same numbers in their metadata.
/// </summary>
public sealed record PixelNormalization(float[] Mean, float[] Std)
{
    /// <summary>The customary ImageNet statistics.</summary>
    public static PixelNormalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Factor of channel <paramref name="c"/> when v * scale + offset is computed from 0..255.</summary>
    public float Scale(int c) => 1f / (255f * Std[c]);

    public float Offset(int c) => -Mean[c] / Std[c];
}
