using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Makes network inputs from pixel buffers.</summary>
public static class InputTensor
{
    /// <summary>
    /// [count, 3, side, side] with channels innermost in memory, which convolutions on CPUs run about 1.5 times faster on.
    /// Operators keep the layout of their input, so converting the input is enough.
    /// </summary>
    public static Tensor Create(ReadOnlyMemory<float> pixels, int count, int side, Device device) => Create(pixels, count, side, side, device);

    /// <summary>As above, [count, 3, height, width].</summary>
    public static Tensor Create(ReadOnlyMemory<float> pixels, int count, int width, int height, Device device)
    {
        var planes = empty([count, 3, height, width], dtype: ScalarType.Float32);
        MemoryMarshal.AsBytes(pixels.Span[..(count * 3 * height * width)]).CopyTo(planes.bytes);
        return planes.to(device).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
    }
}
