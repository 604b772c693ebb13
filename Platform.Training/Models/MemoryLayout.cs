using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Physical order of image tensors.</summary>
public static class MemoryLayout
{
    /// <summary>
    /// The same logical tensor [N, C, H, W] with channels innermost in memory, which convolutions on CPUs run about 1.5 times
    /// faster on. Operators keep the layout of their input, so converting the first input is enough.
    /// </summary>
    public static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
