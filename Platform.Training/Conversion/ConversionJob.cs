using Platform.Core.Jobs;

namespace Platform.Training.Conversion;

/// <summary>A conversion in the background. Its steps are counted in images.</summary>
public sealed record ConversionJob : Job
{
    public required Guid ModelVersionId { get; init; }

    public required ConversionSpec Spec { get; init; }

    public ConversionStep Step { get; init; }

    /// <summary>What it made, or found; null while it has not ended well.</summary>
    public Guid? ArtifactId { get; init; }

    /// <summary>Whether the file had been made before.</summary>
    public bool WasThere { get; init; }
}

/// <summary>All conversions known to this process. Thread-safe.</summary>
public sealed class ConversionBoard(ConversionOptions options, TimeProvider time) : JobBoard<ConversionJob>(options.Root, time);
