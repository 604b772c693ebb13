using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Raw predictions: class logits [N, A, classes] and box-side bin logits [N, A, 4 x (RegMax + 1)].</summary>
public sealed record DetectorOutput(Tensor ClassLogits, Tensor BoxLogits);
