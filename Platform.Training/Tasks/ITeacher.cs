using Platform.Training.Data;

namespace Platform.Training.Tasks;

/// <summary>A parent's network, in eval mode and never trained, that a child learns from.</summary>
public interface ITeacher : IDisposable
{
    /// <summary>What it sees on each sample, suppressed by class; in pixels of the full-size image.</summary>
    /// <param name="samples">Images. Of their labels only this matters: a task that names whole images looks at those alone that nobody named.</param>
    /// <param name="fromScore">Lowest score.</param>
    /// <param name="nmsIou">Overlap above which the weaker of two objects of a class goes.</param>
    /// <param name="cancellation">Ends the looking.</param>
    IReadOnlyList<IReadOnlyList<Guess>> Look(IReadOnlyList<TrainingSample> samples, double fromScore, double nmsIou, CancellationToken cancellation);
}
