using Platform.Core.Interchange;
using Platform.Training.Models;
using Platform.Training.Recipes;

namespace Platform.Web.Quickstart;

/// <summary>What "quickstart" was asked to do.</summary>
/// <param name="Format">Null to recognise it.</param>
/// <param name="TrainOnValidation">Trains on train and val together and scores once on test.</param>
/// <param name="Database">"sqlite", or a PostgreSQL connection string; null for the configured one.</param>
/// <param name="JsonFile">Where the figures go as well, for scripts.</param>
public sealed record QuickstartOptions(
    DirectoryInfo Folder, InterchangeFormat? Format, int Epochs, int ImageSize, int BatchSize, DetectorSize Size, TrainingPrecision Precision, int Seed, bool TrainOnValidation, string? Database, FileInfo? JsonFile)
{
    /// <summary>Name of the new project; null for the folder's name and the time.</summary>
    public string? Project { get; init; }
}
