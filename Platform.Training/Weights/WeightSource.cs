using Platform.Core.Shared;

namespace Platform.Training.Weights;

/// <summary>Whose names weights have, which says how they are converted.</summary>
public enum WeightSource
{
    /// <summary>This platform's own: taken as they are.</summary>
    Own,

    /// <summary>RTMDet as published with mmdetection: renamed, first layer turned from BGR to RGB, normalisations rescaled.</summary>
    [Text("rtmdet")]
    RtmDet,

    /// <summary>Anything else: only tensors that happen to have our names fit.</summary>
    Other,
}
