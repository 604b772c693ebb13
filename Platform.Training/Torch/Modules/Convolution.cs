using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What the convolutions have in common: kernel, geometry, and the framework's first values.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        private protected Convolution(string name, long[] weightShape, long biasLength, bool bias, Device? device, ScalarType? dtype)
            : base(name)
        {
            weight = nn.Parameter(empty(weightShape, dtype, device));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            register_parameter(nameof(weight), weight);
            if (bias)
            {
                this.bias = nn.Parameter(empty([biasLength], dtype, device));
                var bound = 1 / Math.Sqrt(Math.Max(1, nn.init.FanIn(weightShape)));
                nn.init.uniform_(this.bias, -bound, bound);
                register_parameter(nameof(bias), this.bias);
            }
        }

        public Parameter weight { get; }

        public Parameter? bias { get; }

        public long[] stride { get; init; } = [1, 1];

        public long[] padding { get; init; } = [0, 0];

        public long[] dilation { get; init; } = [1, 1];

        public long groups { get; init; } = 1;

        public long in_channels { get; init; }

        public long out_channels { get; init; }

        public long[] kernel_size { get; init; } = [1, 1];
    }

    /// <summary>Two-dimensional convolution over [N, C, H, W].</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long input, long output, long[] kernel, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), [output, input / groups, kernel[0], kernel[1]], output, bias, device, dtype)
        {
        }

        public PaddingModes padding_mode { get; init; } = PaddingModes.Zeros;

        public override Tensor forward(Tensor input)
        {
            if (padding_mode == PaddingModes.Zeros)
            {
                return nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
            }
            // Paddings are given from the last dimension on.
            using var padded = nn.functional.pad(input, [padding[1], padding[1], padding[0], padding[0]], padding_mode);
            return nn.functional.conv2d(padded, weight, bias, stride, [0, 0], dilation, groups);
        }
    }

    /// <summary>Transposed two-dimensional convolution over [N, C, H, W].</summary>
    public sealed class ConvTranspose2d : Convolution
    {
        internal ConvTranspose2d(long input, long output, long[] kernel, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), [input, output / groups, kernel[0], kernel[1]], output, bias, device, dtype)
        {
        }

        public long[] output_padding { get; init; } = [0, 0];

        public override Tensor forward(Tensor input) =>
            nn.functional.conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation);
    }
}

namespace TorchSharp
{
    /// <summary>What stands outside an image's edge.</summary>
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                Conv2d(
                    in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation),
                    padding_mode, groups, bias, device, dtype);

            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], groups, bias, device, dtype)
                {
                    in_channels = in_channels,
                    out_channels = out_channels,
                    kernel_size = [kernel_size.Item1, kernel_size.Item2],
                    stride = Pair(stride, 1),
                    padding = Pair(padding, 0),
                    dilation = Pair(dilation, 1),
                    groups = groups,
                    padding_mode = padding_mode,
                };

            public static Modules.ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                ConvTranspose2d(
                    in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding),
                    (output_padding, output_padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Modules.ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                if (padding_mode != PaddingModes.Zeros)
                {
                    throw new ArgumentException("A transposed convolution pads with zeros only.", nameof(padding_mode));
                }
                return new(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], groups, bias, device, dtype)
                {
                    in_channels = in_channels,
                    out_channels = out_channels,
                    kernel_size = [kernel_size.Item1, kernel_size.Item2],
                    stride = Pair(stride, 1),
                    padding = Pair(padding, 0),
                    output_padding = Pair(output_padding, 0),
                    dilation = Pair(dilation, 1),
                    groups = groups,
                };
            }

            private static long[] Pair((long, long)? value, long otherwise) =>
                value is { } pair ? [pair.Item1, pair.Item2] : [otherwise, otherwise];
        }
    }
}
