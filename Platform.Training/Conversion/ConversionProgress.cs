namespace Platform.Training.Conversion;

/// <summary>What a conversion is at.</summary>
public enum ConversionStep
{
    Loading,
    Calibrating,
    Writing,
    Comparing,
    Scoring,
    VendorTool,
    Registering,
}

/// <summary>How far a conversion has come in its step.</summary>
/// <param name="Total">0 where the step is not counted.</param>
public sealed record ConversionProgress(ConversionStep Step, int Done = 0, int Total = 0);

/// <summary>What a conversion led to.</summary>
/// <param name="WasThere">Whether the file had been made before, so that nothing was done.</param>
public sealed record ConversionOutcome(Guid ArtifactId, bool WasThere);
