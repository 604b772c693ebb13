namespace Platform.Training.Assigners;

/// <summary>A point that shall predict an object: indexes into the grid and the truths, and the target score (IoU now).</summary>
public readonly record struct PositivePoint(int Point, int Truth, float Score);
