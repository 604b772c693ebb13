using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A module without parameters.</summary>
    public abstract class ParameterLessModule(string name) : nn.Module<Tensor, Tensor>(name);

    /// <summary>x * sigmoid(x).</summary>
    public sealed class SiLU(bool inplace) : ParameterLessModule(nameof(SiLU))
    {
        public override Tensor forward(Tensor input) => nn.functional.silu(input, inplace);
    }

    /// <summary>max(x, 0).</summary>
    public sealed class ReLU(bool inplace) : ParameterLessModule(nameof(ReLU))
    {
        public override Tensor forward(Tensor input) => nn.functional.relu(input, inplace);
    }

    /// <summary>The piecewise linear sigmoid.</summary>
    public sealed class Hardsigmoid(bool inplace) : ParameterLessModule(nameof(Hardsigmoid))
    {
        public override Tensor forward(Tensor input) => nn.functional.hardsigmoid(input, inplace);
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public sealed class Sigmoid() : ParameterLessModule(nameof(Sigmoid))
    {
        public override Tensor forward(Tensor input) => input.sigmoid();
    }

    /// <summary>Hands its input on.</summary>
    public sealed class Identity() : ParameterLessModule(nameof(Identity))
    {
        public override Tensor forward(Tensor input) => input.alias();
    }

    /// <summary>Everything from start_dim to end_dim as one dimension.</summary>
    public sealed class Flatten(long start_dim, long end_dim) : ParameterLessModule(nameof(Flatten))
    {
        public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
    }

    /// <summary>Zeroes elements by chance while training.</summary>
    public sealed class Dropout(double p, bool inplace) : ParameterLessModule(nameof(Dropout))
    {
        public override Tensor forward(Tensor input) => nn.functional.dropout(input, p, training, inplace);
    }

    /// <summary>The largest value in each window.</summary>
    public sealed class MaxPool2d(long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil_mode)
        : ParameterLessModule(nameof(MaxPool2d))
    {
        public override Tensor forward(Tensor input) =>
            nn.functional.max_pool2d(input, kernel, stride, padding, dilation, ceil_mode);
    }

    /// <summary>Averages down to the size asked for.</summary>
    public sealed class AdaptiveAvgPool2d(long[] output_size) : ParameterLessModule(nameof(AdaptiveAvgPool2d))
    {
        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
    }

    /// <summary>Resizes by a size or a factor.</summary>
    public sealed class Upsample(
        long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool recompute_scale_factor)
        : ParameterLessModule(nameof(Upsample))
    {
        public override Tensor forward(Tensor input) => nn.functional.interpolate(
            input, size, scale_factor, (InterpolationMode)mode, align_corners, recompute_scale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>Ways of resizing.</summary>
        public enum InterpolationMode
        {
            Nearest = 0,
            Linear = 1,
            Bilinear = 2,
            Bicubic = 3,
            Trilinear = 4,
            Area = 5,
        }

        /// <summary>Ways of resizing that <see cref="nn.Upsample"/> knows.</summary>
        public enum UpsampleMode
        {
            Nearest = 0,
            Linear = 1,
            Bilinear = 2,
            Bicubic = 3,
            Trilinear = 4,
        }

        public static partial class nn
        {
            public static Modules.SiLU SiLU(bool inplace = false) => new(inplace);

            public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);

            public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

            public static Modules.Sigmoid Sigmoid() => new();

            public static Modules.Identity Identity() => new();

            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

            public static Modules.Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Modules.MaxPool2d MaxPool2d(
                long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(
                    [kernel_size, kernel_size], [stride ?? kernel_size, stride ?? kernel_size], [padding ?? 0, padding ?? 0],
                    [dilation ?? 1, dilation ?? 1], ceil_mode);

            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long outputSize) => new([outputSize, outputSize]);

            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) outputSize) => new([outputSize.Item1, outputSize.Item2]);

            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] outputSize) => new(outputSize);

            public static Modules.Upsample Upsample(
                long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null,
                bool? recompute_scale_factor = null) =>
                new(size, scale_factor, mode, align_corners, recompute_scale_factor ?? false);
        }
    }
}
