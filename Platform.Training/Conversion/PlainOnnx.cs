using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;

namespace Platform.Training.Conversion;

/// <summary>Which file of a model version the platform and the runners of bundles run.</summary>
public static class PlainOnnx
{
    private static readonly string s_key = new ConversionSpec(ArtifactFormat.Onnx).Key;

    /// <summary>
    /// The oldest ONNX file in fp32 with the network's raw outputs, as its record says: the training's own, or a plain conversion. A file with suppression in its graph answers in another layout and with
    /// thresholds of its own, so it is never taken; null where there is no plain one.
    /// </summary>
    public static ArtifactView? Find(IEnumerable<ArtifactView> artifacts) => artifacts
        .Where(artifact => artifact is { Format: ArtifactFormat.Onnx, Precision: ArtifactPrecision.Fp32 })
        .OrderBy(artifact => artifact.Id)
        .FirstOrDefault(artifact => (ArtifactFacts.Read(artifact.Compat).Conversion ?? s_key) == s_key);
}
