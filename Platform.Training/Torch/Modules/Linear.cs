using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A fully connected layer over the last dimension.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            weight = nn.Parameter(empty([outputSize, inputSize], dtype, device));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            register_parameter(nameof(weight), weight);
            if (hasBias)
            {
                bias = nn.Parameter(empty([outputSize], dtype, device));
                var bound = 1 / Math.Sqrt(Math.Max(1, inputSize));
                nn.init.uniform_(bias, -bound, bound);
                register_parameter(nameof(bias), bias);
            }
        }

        public long in_features { get; }

        public long out_features { get; }

        public Parameter weight { get; }

        public Parameter? bias { get; }

        public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
