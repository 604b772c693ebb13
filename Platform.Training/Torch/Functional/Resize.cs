using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How grid_sample reads between pixels.</summary>
    public enum GridSampleMode
    {
        Bilinear = 0,
        Nearest = 1,
        Bicubic = 2,
    }

    /// <summary>What grid_sample reads outside the image.</summary>
    public enum GridSamplePaddingModes
    {
        Zeros = 0,
        Border = 1,
        Reflection = 2,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resizes [N, C, H, W] to a size or by a factor.</summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if ((size is null) == (scale_factor is null))
                {
                    throw new ArgumentException("Either a size or a scale factor must be given, and not both.");
                }
                if (x.ndim != 4)
                {
                    throw new ArgumentException($"Only images [N, C, H, W] are resized; the tensor has {x.ndim} dimensions.");
                }
                if (scale_factor is { Length: 1 })
                {
                    scale_factor = [scale_factor[0], scale_factor[0]];
                }
                if (recompute_scale_factor && scale_factor is not null)
                {
                    var shape = x.shape;
                    size = [(long)Math.Floor(shape[2] * scale_factor[0]), (long)Math.Floor(shape[3] * scale_factor[1])];
                    scale_factor = null;
                }
                var aligned = align_corners ?? false;
                return mode switch
                {
                    InterpolationMode.Nearest => TorchOps.UpsampleNearest2dVec.Call(x, size, scale_factor),
                    InterpolationMode.Bilinear when antialias => TorchOps.UpsampleBilinear2dAaVec.Call(x, size, aligned, scale_factor),
                    InterpolationMode.Bilinear => TorchOps.UpsampleBilinear2dVec.Call(x, size, aligned, scale_factor),
                    InterpolationMode.Bicubic when antialias => TorchOps.UpsampleBicubic2dAaVec.Call(x, size, aligned, scale_factor),
                    InterpolationMode.Bicubic => TorchOps.UpsampleBicubic2dVec.Call(x, size, aligned, scale_factor),
                    InterpolationMode.Area => adaptive_avg_pool2d(x, size ?? Scaled(x, scale_factor!)),
                    _ => throw new ArgumentException($"{mode} does not resize images of two dimensions."),
                };
            }

            /// <summary>Reads the input [N, C, H, W] at the grid's places [N, H', W', 2] in [-1, 1].</summary>
            public static Tensor grid_sample(
                Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingModes padding_mode = GridSamplePaddingModes.Zeros, bool? align_corners = null) =>
                TorchOps.GridSampler.Call(input, grid, (long)mode, (long)padding_mode, align_corners ?? false);

            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                TorchOps.AffineGridGenerator.Call(theta, size, align_corners);

            private static long[] Scaled(Tensor x, double[] factors)
            {
                var shape = x.shape;
                return [(long)(shape[2] * factors[0]), (long)(shape[3] * factors[1])];
            }
        }
    }
}
