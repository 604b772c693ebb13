namespace Platform.Core.Reviews;

/// <summary>What one save or verdict adds to a person's day.</summary>
/// <param name="Drawn">Shapes drawn by hand.</param>
/// <param name="Changed">Shapes redrawn or named otherwise.</param>
/// <param name="Deleted">Shapes deleted.</param>
/// <param name="Judged">Shapes of models accepted or rejected as they are.</param>
/// <param name="ImagesDone">Images called done.</param>
public sealed record LabelEffort(int Drawn = 0, int Changed = 0, int Deleted = 0, int Judged = 0, int ImagesDone = 0);
