using Platform.Training.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers; every step is one native call a parameter group.</summary>
    public static partial class optim
    {
        /// <summary>What a schedule may change of a parameter group.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        /// <summary>Settings that every optimiser has.</summary>
        public class OptimizerOptions
        {
            public double? LearningRate { get; set; }

            public double InitialLearningRate { get; set; }
        }

        /// <summary>Parameters with their own settings.</summary>
        public abstract class ParamGroup(IEnumerable<Parameter> parameters, double? lr) : ILearningRateController
        {
            // -1 until the optimiser gives its own rate.
            private double _rate = lr ?? -1;

            public IEnumerable<Parameter> Parameters => Members;

            public double LearningRate
            {
                get => _rate;
                set => _rate = value;
            }

            public double InitialLearningRate { get; set; } = lr ?? -1;

            internal Parameter[] Members { get; } = [.. parameters];

            /// <summary>Steps that each parameter has made.</summary>
            internal long[] Steps { get; set; } = [];

            /// <summary>Per slot (momentum, averages and the like) one tensor a parameter.</summary>
            internal Dictionary<string, Tensor[]> Slots { get; } = [];

            internal nint[] Handles => Array.ConvertAll(Members, parameter => parameter.Handle);

            internal void Complete(double rate)
            {
                if (_rate < 0)
                {
                    (_rate, InitialLearningRate) = (rate, rate);
                }
                Steps = new long[Members.Length];
            }

            /// <summary>The state of a slot, made of zeros at its first use.</summary>
            internal nint[] Slot(string name)
            {
                if (!Slots.TryGetValue(name, out var tensors))
                {
                    using var noGrad = no_grad();
                    tensors = Array.ConvertAll(Members, parameter => zeros_like(parameter).DetachFromDisposeScope());
                    Slots[name] = tensors;
                }
                return Array.ConvertAll(tensors, tensor => tensor.Handle);
            }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            private readonly List<ParamGroup> _groups = [];
            private readonly double _rate;

            private protected Optimizer(double learningRate, IEnumerable<ParamGroup> groups)
            {
                _rate = learningRate;
                foreach (var group in groups)
                {
                    add_param_group(group);
                }
            }

            public virtual IEnumerable<ILearningRateController> ParamGroups => _groups;

            internal IReadOnlyList<ParamGroup> Groups => _groups;

            public virtual IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group)
            {
                param_group.Complete(_rate);
                Complete(param_group);
                _groups.Add(param_group);
            }

            /// <summary>Runs the closure, if any, then changes the parameters; returns the closure's loss.</summary>
            public virtual Tensor? step(Func<Tensor>? closure = null)
            {
                var loss = closure?.Invoke();
                foreach (var group in _groups)
                {
                    if (group.Members.Length > 0)
                    {
                        Step(group);
                    }
                }
                return loss;
            }

            public virtual unsafe void zero_grad(bool set_to_none = true)
            {
                foreach (var group in _groups)
                {
                    var handles = group.Handles;
                    fixed (nint* first = handles)
                    {
                        TorchErrors.Check(TorchNative.ZeroGrads(first, handles.Length, set_to_none ? 1 : 0));
                    }
                    GC.KeepAlive(group);
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                foreach (var tensor in _groups.SelectMany(group => group.Slots.Values).SelectMany(tensors => tensors))
                {
                    tensor.Dispose();
                }
                _groups.ForEach(group => group.Slots.Clear());
            }

            private protected virtual void Complete(ParamGroup group)
            {
            }

            private protected abstract void Step(ParamGroup group);
        }
    }
}
