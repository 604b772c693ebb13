using System.Text.Json.Serialization;
using Platform.Core.Annotations;
using Platform.Core.Assets.Queries;

namespace Platform.Training.AutoAnnotation;

/// <summary>Which model looks at which images.</summary>
/// <param name="DatasetVersionId">A draft.</param>
/// <param name="OnlyUnlabelled">Leaves images alone that have any annotation.</param>
/// <param name="Overwrite">Of a model that looks into boxes: also those that people have said the text or class of.</param>
/// <param name="MinimumScore">Boxes below it are not kept; 0 to 1.</param>
/// <param name="Filter">Images under this filter; null for all.</param>
/// <param name="AssetIds">Of those, these alone; null for all. Ids that are not in the version are passed over.</param>
public sealed record AutoAnnotation(
    Guid ModelVersionId, Guid DatasetVersionId, bool OnlyUnlabelled = true, double MinimumScore = 0.25, bool Overwrite = false, AssetFilter? Filter = null, [property: JsonIgnore] IReadOnlyCollection<Guid>? AssetIds = null)
{
    /// <summary>By class key, in place of <see cref="MinimumScore"/>; 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> ClassScores { get; init; } = new Dictionary<string, double>();

    /// <summary>What becomes of objects that are annotated already.</summary>
    public OverlapPolicy Overlap { get; init; }

    /// <summary>Another version that looks at the same images, to put on record where the two disagree; null for none. It keeps what its own evaluation says is told best.</summary>
    public Guid? CompareWith { get; init; }

    /// <summary>Compares, and adds nothing: images that are annotated already are looked at, too.</summary>
    public bool OnlyCompare { get; init; }

    /// <summary>The lowest confidence of any class.</summary>
    [JsonIgnore]
    public double LowestScore => ClassScores.Values.Append(MinimumScore).Min();

    /// <summary>Whether a prediction is confident enough for its class.</summary>
    public bool Keeps(string classKey, double score) => score >= ClassScores.GetValueOrDefault(classKey, MinimumScore);
}
