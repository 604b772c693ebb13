using Platform.Training.Recipes;
using Platform.Training.Tensors;
using Platform.Training.Trainer;

namespace TrainingBench;

/// <summary>Thousands of steps of a small network: what is made in a step must be gone after it.</summary>
internal static class MemoryCase
{
    public static void Run(Report report, int steps)
    {
        var recipe = new TrainingRecipe { Width = 0.125, ImageSize = 96, BatchSize = 8, Threads = Environment.ProcessorCount };
        var batch = new FixedBatch(recipe, 3);
        using var learner = new FixedLearner(recipe, batch, 3);
        using var session = new TrainingSession<Platform.Training.Models.Detector>(recipe, learner, new StageClock(TimeProvider.System));
        session.Network.train();
        var warm = Math.Min(steps / 4, 200);
        for (var i = 0; i < warm; i++)
        {
            session.Step(batch.Batch, i, 1e-4);
        }

        var (tensors, resident, allocated) = (TorchRuntime.NativeTensorCount, Environment.WorkingSet, GC.GetTotalAllocatedBytes(precise: true));
        for (var i = warm; i < steps; i++)
        {
            session.Step(batch.Batch, i, 1e-4);
        }

        report.Add("memorySteps", "count", steps);
        report.Add("memoryTensorGrowth", "count", TorchRuntime.NativeTensorCount - tensors, goalAtMost: 0);
        report.Add("memoryResidentGrowth", "MB", (Environment.WorkingSet - resident) / 1e6, goalAtMost: 16);
        report.Add("memoryManagedGarbage", "kB/step", (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e3 / (steps - warm));
    }
}
