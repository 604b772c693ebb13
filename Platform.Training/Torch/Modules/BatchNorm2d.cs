using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Batch normalisation over [N, C, H, W] with running statistics as buffers.</summary>
    public sealed class BatchNorm2d : nn.Module<Tensor, Tensor>
    {
        internal BatchNorm2d(
            long features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm2d))
        {
            this.eps = eps;
            this.momentum = momentum;
            num_features = features;
            if (affine)
            {
                weight = nn.Parameter(ones([features], dtype, device));
                bias = nn.Parameter(zeros([features], dtype, device));
                register_parameter(nameof(weight), weight);
                register_parameter(nameof(bias), bias);
            }
            if (track_running_stats)
            {
                running_mean = zeros([features], dtype, device);
                running_var = ones([features], dtype, device);
                num_batches_tracked = zeros([], ScalarType.Int64, device);
                register_buffer(nameof(running_mean), running_mean);
                register_buffer(nameof(running_var), running_var);
                register_buffer(nameof(num_batches_tracked), num_batches_tracked);
            }
        }

        public long num_features { get; }

        public double eps { get; set; }

        public double momentum { get; set; }

        public Parameter? weight { get; }

        public Parameter? bias { get; }

        public Tensor? running_mean { get; }

        public Tensor? running_var { get; }

        public Tensor? num_batches_tracked { get; }

        public override Tensor forward(Tensor input)
        {
            if (training)
            {
                num_batches_tracked?.add_(1);
            }
            return nn.functional.batch_norm(
                input, running_mean, running_var, weight, bias, training || running_mean is null, momentum, eps);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm2d BatchNorm2d(
                long features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
