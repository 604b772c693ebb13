using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Training.Recipes;
using Platform.Training.Runs;

namespace Platform.Training.Incremental;

/// <summary>JSON in model_version.incremental_info, and in the run: everything that decides how a child grows from its parent.</summary>
public sealed record IncrementalInfo
{
    public required IncrementalStrategy Strategy { get; init; }

    public required Guid ParentModelVersionId { get; init; }

    public required int ParentNumber { get; init; }

    /// <summary>The parent's best checkpoint.</summary>
    public required Guid ParentArtifactId { get; init; }

    public required string ParentArtifactSha256 { get; init; }

    /// <summary>Keys of the child's outputs in their order, the parent's first.</summary>
    public required IReadOnlyList<string> ClassKeys { get; init; }

    public required IReadOnlyList<string> OldClasses { get; init; }

    public required IReadOnlyList<string> NewClasses { get; init; }

    /// <summary>By old class: from which score on a detection of the parent is a label.</summary>
    public required IReadOnlyDictionary<string, double> PseudoScores { get; init; }

    /// <summary>Frozen data of the parent and its ancestors that images are shown again from; empty where the strategy shows none.</summary>
    public required IReadOnlyList<RehearsalSource> RehearsalSources { get; init; }

    /// <summary>Images shown again, at most: fewer where the new data holds them already.</summary>
    public required int RehearsalImages { get; init; }

    /// <summary>Every other parameter.</summary>
    public required IncrementalRecipe Settings { get; init; }

    /// <summary>How many outputs the parent has.</summary>
    public required int ParentClassCount { get; init; }

    [JsonIgnore]
    public GrownClasses Classes
    {
        get
        {
            var old = OldClasses.ToHashSet();
            return new GrownClasses(ClassKeys, ParentClassCount, [.. Enumerable.Range(0, ParentClassCount).Where(index => !old.Contains(ClassKeys[index]))]);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Options);

    /// <summary>Null for a version that grew from none, and for what other programs wrote.</summary>
    public static IncrementalInfo? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<IncrementalInfo>(json, RunJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A frozen dataset version whose training images are shown again.</summary>
/// <param name="Images">In its train split.</param>
public sealed record RehearsalSource(Guid DatasetVersionId, string Name, string Sha256, int Images);
