using Platform.Training.Recipes;
using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>A few real optimiser steps, measured: what an hour of them will cost is known after seconds.</summary>
/// <param name="SecondsPerImage">Of training, loading and augmenting included.</param>
/// <param name="ValidationSecondsPerImage">Of a validation; null where there are no validation images.</param>
/// <param name="MemoryBytes">By how much the process grew at its largest, the tensor library itself included where it was not loaded before.</param>
public sealed record StepProbe(double SecondsPerImage, double? ValidationSecondsPerImage, long MemoryBytes)
{
    private const int WarmUpSteps = 1;
    private const int MaxSteps = 6;
    private static readonly TimeSpan s_enough = TimeSpan.FromSeconds(3);

    /// <summary>Runs on the calling thread; stops between two steps.</summary>
    /// <param name="recipe">Of the training to be expected.</param>
    /// <param name="learner">Stays the caller's.</param>
    /// <param name="batches">Of some of its images.</param>
    /// <param name="validator">Of some of its validation images; null where there are none.</param>
    /// <param name="time">Measures durations.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public static StepProbe Measure<TNetwork>(
        TrainingRecipe recipe, ILearner<TNetwork> learner, ITrainingBatches batches, IValidator<TNetwork>? validator, TimeProvider time, CancellationToken cancellation)
        where TNetwork : nn.Module
    {
        using var memory = new PeakMemory();
        using var session = new TrainingSession<TNetwork>(recipe, learner, new StageClock(time));
        session.Network.train();
        var (steps, images, started) = (0, 0, time.GetTimestamp());
        foreach (var batch in Repeated(batches, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            session.Step(batch, steps, recipe.PeakLearningRate);
            steps++;
            if (steps == WarmUpSteps)
            {
                // The first step pays for caches, kernels and decoding.
                (images, started) = (0, time.GetTimestamp());
                continue;
            }

            images += batch.Count;
            if (steps >= MaxSteps || time.GetElapsedTime(started) > s_enough)
            {
                break;
            }
        }

        var seconds = time.GetElapsedTime(started).TotalSeconds;
        double? validation = null;
        if (validator is { ImageCount: > 0 })
        {
            session.PublishAverage();
            var begun = time.GetTimestamp();
            validator.Evaluate(session.Averaged, cancellation);
            validation = time.GetElapsedTime(begun).TotalSeconds / validator.ImageCount;
        }

        return new StepProbe(seconds / Math.Max(1, images), validation, memory.Grown);
    }

    private static IEnumerable<TrainingBatch> Repeated(ITrainingBatches batches, CancellationToken cancellation)
    {
        for (var epoch = 0; epoch <= MaxSteps; epoch++)
        {
            foreach (var batch in batches.Epoch(epoch, cancellation))
            {
                yield return batch;
            }
        }
    }

    /// <summary>Watches the process's memory from a thread of its own: between two steps it is far below its peak.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

        private readonly long _before = Environment.WorkingSet;
        private readonly ManualResetEventSlim _end = new();
        private readonly Thread _thread;
        private long _peak;

        public PeakMemory()
        {
            _peak = _before;
            _thread = new Thread(Watch) { IsBackground = true, Name = "probe memory" };
            _thread.Start();
        }

        public long Grown => Math.Max(0, Volatile.Read(ref _peak) - _before);

        public void Dispose()
        {
            _end.Set();
            _thread.Join();
            _end.Dispose();
        }

        private void Watch()
        {
            while (!_end.Wait(s_interval))
            {
                Volatile.Write(ref _peak, Math.Max(Volatile.Read(ref _peak), Environment.WorkingSet));
            }
        }
    }
}
