namespace Platform.Web.Components.Projects;

/// <summary>A step of the way from nothing to a model in use.</summary>
/// <param name="Key">Prefix of its texts.</param>
/// <param name="IsNext">The first one that is not done.</param>
public sealed record ProjectStep(string Key, string Href, bool IsDone, bool IsNext);

/// <summary>How far a project has come.</summary>
public sealed record ProjectProgress
{
    public bool HasClasses { get; init; }

    public bool HasDataset { get; init; }

    public bool HasImages { get; init; }

    public bool HasAnnotations { get; init; }

    public bool HasFrozenVersion { get; init; }

    public bool HasModelVersion { get; init; }

    public bool HasPredictions { get; init; }

    /// <summary>Where uploading, annotating and freezing happen; null while there is no dataset.</summary>
    public Guid? DatasetVersionId { get; init; }

    public IReadOnlyList<ProjectStep> Steps(string root)
    {
        var data = DatasetVersionId is { } id ? $"{root}/datasets/{id}" : $"{root}/datasets";
        (string Key, string Href, bool Done)[] steps =
        [
            ("ontology", $"{root}/ontology", HasClasses),
            ("dataset", $"{root}/datasets", HasDataset),
            ("upload", data, HasImages),
            ("annotate", data, HasAnnotations),
            ("freeze", data, HasFrozenVersion),
            ("train", $"{root}/models", HasModelVersion),
            ("use", data, HasPredictions),
        ];
        var next = Array.FindIndex(steps, step => !step.Done);
        return [.. steps.Select((step, index) => new ProjectStep(step.Key, step.Href, step.Done, index == next))];
    }
}
