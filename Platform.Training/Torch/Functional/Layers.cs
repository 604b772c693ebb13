using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers as functions.</summary>
        public static partial class functional
        {
            private static readonly long[] s_ones = [1, 1];
            private static readonly long[] s_zeros = [0, 0];

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1) =>
                TorchOps.Conv2d.Call(input, weight, bias, strides ?? s_ones, padding ?? s_zeros, dilation ?? s_ones, groups);

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? stride = null, long[]? padding = null,
                long[]? output_padding = null, long groups = 1, long[]? dilation = null) =>
                TorchOps.ConvTranspose2dInput.Call(
                    input, weight, bias, stride ?? s_ones, padding ?? s_zeros, output_padding ?? s_zeros, groups, dilation ?? s_ones);

            public static Tensor linear(Tensor input, Tensor weight, Tensor? bias = null) => TorchOps.Linear.Call(input, weight, bias);

            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1e-05) =>
                TorchOps.BatchNorm.Call(
                    input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_().alias() : x.silu();

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor hardsigmoid(Tensor x, bool inplace = false)
            {
                if (!inplace)
                {
                    return x.hardsigmoid();
                }
                TorchOps.HardsigmoidInPlace.Run(x);
                return x.alias();
            }

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            public static Tensor softmax(Tensor x, long dim, ScalarType? dtype = null) => x.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim, ScalarType? dtype = null) => x.log_softmax(dim, dtype);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                {
                    return TorchOps.Dropout.Call(input, p, training);
                }
                TorchOps.DropoutInPlace.Run(input, p, training);
                return input.alias();
            }

            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                TorchOps.MaxPool2d.Call(
                    input, kernel_size, strides ?? kernel_size, padding ?? s_zeros, dilation ?? s_ones, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long kernelSize, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(
                    input, [kernelSize, kernelSize], [stride ?? kernelSize, stride ?? kernelSize], [padding ?? 0, padding ?? 0],
                    [dilation ?? 1, dilation ?? 1], ceil_mode);

            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? paddings = null, bool ceil_mode = false,
                bool count_include_pad = true) =>
                TorchOps.AvgPool2d.Call(
                    input, kernel_size, strides ?? kernel_size, paddings ?? s_zeros, ceil_mode, count_include_pad);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => TorchOps.AdaptiveAvgPool2d.Call(input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, [output_size.Item1, output_size.Item2]);

            public static Tensor embedding(Tensor input, Tensor weight) => TorchOps.Embedding.Call(weight, input);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                TorchOps.LayerNorm.Call(input, normalized_shape, weight, bias, eps);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => TorchOps.OneHot.Call(x, num_classes);

            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using var norm = TorchOps.NormScalaroptDim.Call(input, p, new[] { dim }, true);
                using var floor = norm.clamp_min(eps);
                return input.div(floor);
            }

            /// <summary>Paddings go from the last dimension on: left, right, top, bottom.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var name = mode switch
                {
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => "constant",
                };
                return TorchOps.Pad.Call(input, pad, TorchArg.Text(name), name == "constant" ? value : TorchArg.None);
            }
        }
    }

    public static Tensor conv2d(
        Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
        long groups = 1) =>
        nn.functional.conv2d(input, weight, bias, strides, padding, dilation, groups);
}
