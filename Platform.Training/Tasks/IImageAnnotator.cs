using Platform.Core.Annotations.Commands;

namespace Platform.Training.Tasks;

/// <summary>An exported network that looks at one image at a time.</summary>
public interface IImageAnnotator : IDisposable
{
    /// <summary>What it sees, in pixels of the upright image.</summary>
    IReadOnlyList<PredictedShape> Annotate(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation);
}
