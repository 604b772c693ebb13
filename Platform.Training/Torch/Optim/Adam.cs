namespace TorchSharp.Modules
{
    /// <summary>Adam; weight decay goes through the gradient.</summary>
    public sealed class Adam : AdamBase
    {
        internal Adam(IEnumerable<ParamGroup> groups, double lr, Options defaults)
            : base(groups, lr, defaults, decoupled: false)
        {
        }

        /// <summary>Settings of a group; what is null is the optimiser's.</summary>
        public sealed class Options : AdamOptions;

        /// <summary>Parameters with settings of their own.</summary>
        public sealed class ParamGroup : AdamParamGroup
        {
            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                })
            {
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.Adam Adam(
                IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                Adam(
                    [new Modules.Adam.ParamGroup(parameters, new Modules.Adam.Options())], lr, beta1, beta2, eps, weight_decay, amsgrad,
                    maximize);

            public static Modules.Adam Adam(
                IEnumerable<Modules.Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, new Modules.Adam.Options
                {
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                });
        }
    }
}
