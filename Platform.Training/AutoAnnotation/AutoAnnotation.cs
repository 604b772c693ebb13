namespace Platform.Training.AutoAnnotation;

/// <summary>Which model looks at which images.</summary>
/// <param name="DatasetVersionId">A draft.</param>
/// <param name="OnlyUnlabelled">Leaves images alone that have any annotation; else boxes of models that nobody has reviewed are replaced.</param>
/// <param name="Overwrite">Of a model that looks into boxes: also those that people have said the text or class of.</param>
/// <param name="MinimumScore">Boxes below it are not kept; 0 to 1.</param>
public sealed record AutoAnnotation(Guid ModelVersionId, Guid DatasetVersionId, bool OnlyUnlabelled = true, double MinimumScore = 0.25, bool Overwrite = false);
