namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rates over time, each a closed form of the number of steps.</summary>
        public static class lr_scheduler
        {
            /// <summary>Sets the rate of every group; made with step 0 in force.</summary>
            public abstract class LRScheduler
            {
                private readonly Optimizer _optimizer;
                private int _step;

                private protected LRScheduler(Optimizer optimizer, int last_epoch)
                {
                    _optimizer = optimizer;
                    _step = last_epoch;
                }

                internal int LastEpoch => _step;

                public virtual void step() => MoveTo(_step + 1);

                public virtual void step(int epoch) => MoveTo(epoch);

                internal void MoveTo(int step)
                {
                    _step = step;
                    foreach (var group in _optimizer.ParamGroups)
                    {
                        group.LearningRate = Rate(step, group.InitialLearningRate);
                    }
                }

                private protected abstract double Rate(int step, double initial);
            }

            private sealed class Closed : LRScheduler
            {
                private readonly Func<int, double, double> _rate;

                internal Closed(Optimizer optimizer, int lastEpoch, Func<int, double, double> rate)
                    : base(optimizer, lastEpoch)
                {
                    _rate = rate;
                    step();
                }

                private protected override double Rate(int step, double initial) => _rate(step, initial);
            }

            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new Closed(optimizer, last_epoch, (step, initial) => initial * lr_lambda(step));

            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Closed(optimizer, last_epoch, (step, initial) => initial * Math.Pow(gamma, step / step_size));

            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer, double T_max, double eta_min = 0.0, int last_epoch = -1, bool verbose = false) =>
                new Closed(
                    optimizer, last_epoch, (step, initial) => eta_min + ((initial - eta_min) * (1 + Math.Cos(Math.PI * step / T_max)) / 2));

            public static LRScheduler LinearLR(
                Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1,
                bool verbose = false) =>
                new Closed(
                    optimizer, last_epoch,
                    (step, initial) => initial * (start_factor + ((end_factor - start_factor) * Math.Min(step, total_iters) / total_iters)));
        }
    }
}
