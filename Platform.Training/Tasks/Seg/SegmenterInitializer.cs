using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>Starting weights of a segmenter that is trained from scratch.</summary>
public static class SegmenterInitializer
{
    /// <summary>Draws every weight from torch's generator, which the caller seeds.</summary>
    public static void Initialize(Segmenter segmenter)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // The mask branch keeps the common start of convolutions: a product of two branches near zero would learn nothing at first.
        DetectorInitializer.InitializeConvolutions(segmenter);
        DetectorInitializer.InitializeHead(segmenter.Head);
    }
}
