using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Starting weights of a network for text lines that is trained from scratch.</summary>
public static class LineInitializer
{
    private const double HeadDeviation = 0.01;

    /// <summary>Draws every weight from torch's generator, which the caller seeds.</summary>
    public static void Initialize(LineRecognizer network)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        DetectorInitializer.InitializeConvolutions(network);
        foreach (var lstm in new[] { network.First, network.Second })
        {
            var bound = 1 / Math.Sqrt(network.HiddenSize);
            foreach (var (_, parameter) in lstm.named_parameters())
            {
                nn.init.uniform_(parameter, -bound, bound);
            }
        }

        nn.init.normal_(network.Head.weight, 0, HeadDeviation);
        nn.init.zeros_(network.Head.bias!);
    }
}
