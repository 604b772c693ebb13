using System.Diagnostics;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Tensors;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace TrainingBench;

/// <summary>Forward, backward, optimiser and averaging of one batch: ours in single precision and bfloat16, the peer's likewise, by turns.</summary>
internal static class StepCase
{
    private const int Classes = 3;

    public static void Run(Report report, int rounds, int steps)
    {
        var recipe = new TrainingRecipe { Threads = Environment.ProcessorCount };
        var half = recipe with { Precision = TrainingPrecision.BFloat16 };
        var batch = new FixedBatch(recipe, Classes);
        var folder = Directory.CreateTempSubdirectory("platform-bench-").FullName;
        try
        {
            var (weights, data) = (Path.Combine(folder, "weights.safetensors"), Path.Combine(folder, "batch.safetensors"));
            batch.Save(data);
            using var ours = new OurSide(recipe, batch);
            using var oursHalf = new OurSide(half, batch);
            ours.Save(weights);
            using var peer = new PythonPeer(recipe.Threads);
            using var peerHalf = new PythonPeer(recipe.Threads, "bf16");
            var (parameters, loss) = peer.Load(weights, data);
            peerHalf.Load(weights, data);
            report.Add("stepParameters", "count", parameters);
            report.Add("stepFirstLossDifference", "relative", Math.Abs(ours.FirstLoss() - loss) / loss, goalAtMost: 1e-4);

            var seconds = new double[4][];
            Func<int, double>[] sides = [ours.StepSeconds, oursHalf.StepSeconds, peer.StepSeconds, peerHalf.StepSeconds];
            for (var side = 0; side < sides.Length; side++)
            {
                sides[side](1);
                seconds[side] = new double[rounds];
            }

            for (var round = 0; round < rounds; round++)
            {
                for (var side = 0; side < sides.Length; side++)
                {
                    seconds[side][round] = sides[side](steps);
                }
            }

            // The best round is the one that the rest of the machine disturbed least.
            var speed = seconds.Select(times => recipe.BatchSize / times.Min()).ToArray();
            report.Add("stepOurs", "images/s", speed[0]);
            report.Add("stepOursBFloat16", "images/s", speed[1]);
            report.Add("stepPython", "images/s", speed[2]);
            report.Add("stepPythonBFloat16", "images/s", speed[3]);
            report.Add("stepOursToPython", "ratio", speed[0] / speed[2], goalAtLeast: 1.15);
            report.Add("stepOursBFloat16ToPythonBest", "ratio", speed[1] / Math.Max(speed[2], speed[3]), goalAtLeast: 1.15);
            foreach (var (stage, time) in ours.Stages)
            {
                report.Add($"stepStage_{stage}", "ms/image", time);
            }

            foreach (var (stage, time) in oursHalf.Stages)
            {
                report.Add($"stepStageBFloat16_{stage}", "ms/image", time);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class OurSide : IDisposable
    {
        private readonly FixedBatch _batch;
        private readonly TrainingRecipe _recipe;
        private readonly FixedLearner _learner;
        private readonly StageClock _clock = new(TimeProvider.System);
        private readonly TrainingSession<Detector> _session;
        private int _iterations;

        public OurSide(TrainingRecipe recipe, FixedBatch batch)
        {
            (_recipe, _batch) = (recipe, batch);
            _learner = new FixedLearner(recipe, batch, Classes);
            _session = new TrainingSession<Detector>(recipe, _learner, _clock);
            _session.Network.train();
        }

        public IEnumerable<(string Stage, double Milliseconds)> Stages =>
            _clock.Seconds.Select(pair => (pair.Key, 1000 * pair.Value / _iterations / _recipe.BatchSize));

        public void Save(string path)
        {
            using var scope = NewDisposeScope();
            SafeTensors.Save(path, _session.Network.state_dict());
        }

        public double FirstLoss()
        {
            using var scope = NewDisposeScope();
            using var network = _learner.NewNetwork();
            network.load_state_dict(_session.Network.state_dict());
            network.train();
            var input = InputTensor.Create(_batch.Batch.Pixels, _batch.Batch.Count, _recipe.ImageSize, device(_recipe.Device));
            return _learner.Losses(network, input, _batch.Batch, new StageClock(TimeProvider.System)).Sum(term => term.item<float>());
        }

        public double StepSeconds(int steps)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < steps; i++)
            {
                _session.Step(_batch.Batch, _iterations++, 1e-3);
            }

            return Stopwatch.GetElapsedTime(started).TotalSeconds / steps;
        }

        public void Dispose()
        {
            _session.Dispose();
            _learner.Dispose();
        }
    }
}
