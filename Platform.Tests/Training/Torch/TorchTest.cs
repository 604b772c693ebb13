using Platform.Training.Tensors;

namespace Platform.Tests.Training.Torch;

/// <summary>Tests that need the tensor library; they do not run side by side, as its counters are the process's.</summary>
[Collection("torch")]
public abstract class TorchTest
{
    protected TorchTest() =>
        Assert.SkipUnless(TorchRuntime.IsAvailable, "libplatform_torch.so is missing: run Platform.Training/Native/build.sh.");
}
