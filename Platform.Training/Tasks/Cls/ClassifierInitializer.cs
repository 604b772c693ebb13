using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Cls;

/// <summary>Starting weights of a classifier that is trained from scratch.</summary>
public static class ClassifierInitializer
{
    private const double HeadDeviation = 0.01;

    /// <summary>Draws every weight from torch's generator, which the caller seeds.</summary>
    public static void Initialize(Classifier classifier)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        DetectorInitializer.InitializeConvolutions(classifier);

        // All classes alike at first: the loss begins at ln(classes).
        nn.init.normal_(classifier.Head.weight, 0, HeadDeviation);
        nn.init.zeros_(classifier.Head.bias!);
    }
}
