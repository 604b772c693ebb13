using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>First values of parameters; all of them work in place and record nothing.</summary>
        public static class init
        {
            /// <summary>Which side of the weight keeps its variance.</summary>
            public enum FanInOut
            {
                FanIn,
                FanOut,
            }

            /// <summary>The activation that follows.</summary>
            public enum NonlinearityType
            {
                Linear,
                Conv2D,
                Sigmoid,
                Tanh,
                ReLU,
                LeakyReLU,
            }

            public static Tensor zeros_(Tensor tensor) => Quietly(tensor, t => t.zero_());

            public static Tensor ones_(Tensor tensor) => Quietly(tensor, t => t.fill_(1));

            public static Tensor constant_(Tensor tensor, Scalar val) => Quietly(tensor, t => t.fill_(val));

            public static Tensor normal_(Tensor tensor, double mean = 0.0, double std = 1.0, Generator? generator = null) =>
                Quietly(tensor, t => t.normal_(mean, std, generator));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Quietly(tensor, t => t.uniform_(low, high, generator));

            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU,
                Generator? generator = null)
            {
                var bound = Math.Sqrt(3.0) * calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor.shape, mode));
                return uniform_(tensor, -bound, bound, generator);
            }

            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU,
                Generator? generator = null) =>
                normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor.shape, mode)), generator);

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0, Generator? generator = null)
            {
                var bound = gain * Math.Sqrt(6.0 / (FanIn(tensor.shape) + Fan(tensor.shape, FanInOut.FanOut)));
                return uniform_(tensor, -bound, bound, generator);
            }

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2.0),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + (param * param))),
                _ => 1.0,
            };

            internal static double FanIn(long[] shape) => Fan(shape, FanInOut.FanIn);

            // Weights are [out, in, ...]: the kernel's area counts on both sides.
            private static double Fan(long[] shape, FanInOut mode)
            {
                if (shape.Length < 2)
                {
                    throw new ArgumentException("A fan needs a weight of two dimensions at least.");
                }
                var area = shape.Skip(2).Aggregate(1L, (product, length) => product * length);
                return (mode == FanInOut.FanIn ? shape[1] : shape[0]) * area;
            }

            private static Tensor Quietly(Tensor tensor, Action<Tensor> change)
            {
                using var noGrad = no_grad();
                change(tensor);
                return tensor;
            }
        }

        /// <summary>Helpers around gradients.</summary>
        public static class utils
        {
            /// <summary>Scales all gradients so that their common norm is at most max_norm; returns the norm before.</summary>
            public static unsafe double clip_grad_norm_(IEnumerable<Modules.Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                var parameters = tensors.ToArray();
                if (parameters.Length == 0)
                {
                    return 0;
                }
                var handles = autograd.Handles(parameters);
                double norm;
                fixed (nint* first = handles)
                {
                    norm = TorchNative.ClipGradNorm(first, handles.Length, max_norm, norm_type);
                }
                GC.KeepAlive(parameters);
                return norm >= 0 || double.IsNaN(norm) ? norm : throw TorchErrors.Last();
            }
        }
    }
}
