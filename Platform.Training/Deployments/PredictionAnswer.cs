using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>What a deployment says of an image.</summary>
/// <param name="ModelVersionId">The version that answered.</param>
/// <param name="IsCanary">Whether that is the one on trial.</param>
/// <param name="WidthPx">Of the upright image, which all coordinates refer to.</param>
/// <param name="HeightPx">Of the upright image.</param>
/// <param name="ElapsedMs">From the image's last byte to the answer.</param>
/// <param name="Predictions">Surest first.</param>
public sealed record PredictionAnswer(Guid ModelVersionId, bool IsCanary, int WidthPx, int HeightPx, double ElapsedMs, IReadOnlyList<Prediction> Predictions);
