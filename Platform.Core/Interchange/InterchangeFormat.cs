using Platform.Core.Interchange.Voc;

namespace Platform.Core.Interchange;

/// <summary>Formats of other tools that annotations come from and go to.</summary>
public enum InterchangeFormat
{
    Voc,
    Coco,
    Yolo,

    /// <summary>CVAT for images 1.1.</summary>
    CvatImages,

    /// <summary>CVAT for video 1.1.</summary>
    CvatVideo,

    /// <summary>Datumaro 1.0.</summary>
    Datumaro,
    Labelme,
    LabelStudio,

    /// <summary>A folder a class, as image classification uses it.</summary>
    ImageFolder,
}

/// <summary>What a format leaves open.</summary>
public sealed record ImportOptions
{
    public static ImportOptions Default { get; } = new();

    public VocOrigin VocOrigin { get; init; }

    /// <summary>Leaves out COCO's crowd regions, which some tools use for areas to ignore and others for every mask.</summary>
    public bool SkipCrowd { get; init; }
}
