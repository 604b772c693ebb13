using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Starting weights of a detector that is trained from scratch.</summary>
public static class DetectorInitializer
{
    /// <summary>log(p / (1 - p)) at p = .01: without it the first steps are spent on thousands of background points.</summary>
    public const double ClassBias = -4.595;

    private const double HeadDeviation = 0.01;

    /// <summary>Draws every weight from torch's generator, which the caller seeds.</summary>
    public static void Initialize(Detector detector)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        InitializeConvolutions(detector);
        InitializeHead(detector.Head);
    }

    /// <summary>The common start of convolutions; normalisations keep theirs.</summary>
    public static void InitializeConvolutions(nn.Module network)
    {
        foreach (var (_, module) in network.named_modules())
        {
            if (module is Conv2d conv)
            {
                nn.init.kaiming_uniform_(conv.weight, a: Math.Sqrt(5));
                if (conv.bias is not null)
                {
                    nn.init.zeros_(conv.bias);
                }
            }
        }
    }

    /// <summary>Small weights, and classes that are rare at first.</summary>
    public static void InitializeHead(DetectionHead head)
    {
        foreach (var conv in head.ClassTower.Convs.Concat(head.BoxTower.Convs).Concat(head.ClassPredictions).Concat(head.BoxPredictions))
        {
            nn.init.normal_(conv.weight, 0, HeadDeviation);
        }

        foreach (var conv in head.ClassPredictions)
        {
            nn.init.constant_(conv.bias!, ClassBias);
        }
    }
}
