using Platform.Training.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    public sealed class SGD : optim.Optimizer
    {
        private const string Momentum = "momentum_buffer";
        private readonly Options _defaults;

        internal SGD(IEnumerable<ParamGroup> groups, double lr, Options defaults)
            : base(lr, [])
        {
            _defaults = defaults;
            foreach (var group in groups)
            {
                add_param_group(group);
            }
        }

        /// <summary>Settings of a group; what is null is the optimiser's.</summary>
        public sealed class Options : optim.OptimizerOptions
        {
            public double? momentum { get; set; }

            public double? dampening { get; set; }

            public double? weight_decay { get; set; }

            public bool? nesterov { get; set; }

            public bool? maximize { get; set; }
        }

        /// <summary>Parameters with settings of their own.</summary>
        public sealed class ParamGroup : optim.ParamGroup
        {
            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options.LearningRate) => this.Options = options;

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : this(parameters, new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
                })
            {
            }

            public Options Options { get; }
        }

        private protected override void Complete(optim.ParamGroup group)
        {
            var options = ((ParamGroup)group).Options;
            options.momentum ??= _defaults.momentum;
            options.dampening ??= _defaults.dampening;
            options.weight_decay ??= _defaults.weight_decay;
            options.nesterov ??= _defaults.nesterov;
            options.maximize ??= _defaults.maximize;
        }

        private protected override unsafe void Step(optim.ParamGroup group)
        {
            var options = ((ParamGroup)group).Options;
            var momentum = options.momentum ?? 0;
            var buffers = momentum != 0 ? group.Slot(Momentum) : null;
            var handles = group.Handles;
            fixed (nint* parameters = handles, buffer = buffers)
            fixed (long* steps = group.Steps)
            {
                TorchErrors.Check(TorchNative.SgdStep(
                    parameters, buffer, steps, handles.Length, group.LearningRate, momentum, options.dampening ?? 0,
                    options.weight_decay ?? 0, options.nesterov == true ? 1 : 0, options.maximize == true ? 1 : 0));
            }
            GC.KeepAlive(group);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.SGD SGD(
                IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                SGD([new Modules.SGD.ParamGroup(parameters, new Modules.SGD.Options())], learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(
                IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, new Modules.SGD.Options
                {
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
                });
        }
    }
}
