using Platform.Core.Interchange.Voc;

namespace Platform.Core.Interchange.Export;

/// <summary>What YOLO label files hold; one kind a data set, since its loaders take mixed rows for damage.</summary>
public enum YoloTask
{
    Detect,
    Segment,
    Pose,
}

/// <summary>How to export.</summary>
/// <param name="WithImages">Whether image and video files are copied along.</param>
public sealed record ExportRequest(InterchangeFormat Format, bool WithImages = true)
{
    public YoloTask YoloTask { get; init; }

    public VocOrigin VocOrigin { get; init; }

    /// <summary>Writes COCO's run lengths as numbers instead of text.</summary>
    public bool PlainRuns { get; init; }
}
