using Platform.Training.Inference;
using Platform.Training.Interop;
using Platform.Training.Tensors;

namespace Platform.Tests.EndToEnd;

/// <summary>What the end-to-end tests need on the machine; what is missing shows as a skip with its reason.</summary>
public static class Needs
{
    /// <summary>Uploads need the imaging library.</summary>
    public static void Imaging() => Assert.SkipUnless(ImagingLibrary.IsAvailable, "The imaging library is missing. Build it by Platform.Training/Native/build.sh.");

    /// <summary>Trainings need the tensor library and ONNX Runtime as well.</summary>
    public static void Training()
    {
        Imaging();
        Assert.SkipUnless(TorchRuntime.IsAvailable, "The tensor library is missing. Build it by Platform.Training/Native/build.sh.");
        Assert.SkipUnless(OnnxRuntimeAvailability.IsAvailable, $"ONNX Runtime is missing ({OnnxRuntimeAvailability.Problem}). Platform.Training/Native/build.sh fetches it.");
    }
}
