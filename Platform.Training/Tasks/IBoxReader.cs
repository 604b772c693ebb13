using Platform.Core.Annotations;

namespace Platform.Training.Tasks;

/// <summary>An exported network that looks into boxes that are there already: it reads them or says what they show.</summary>
public interface IBoxReader : IDisposable
{
    /// <summary>Which boxes it can say something of.</summary>
    BoxQuestion Question { get; }

    /// <summary>What it is at least as sure of as asked.</summary>
    IReadOnlyList<BoxReading> Read(ReadOnlyMemory<byte> encoded, IReadOnlyList<StandingBox> boxes, double minimumScore, CancellationToken cancellation);
}
