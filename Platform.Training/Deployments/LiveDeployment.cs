using System.Buffers.Binary;
using System.Security.Cryptography;
using Platform.Core.Deployments.Queries;

namespace Platform.Training.Deployments;

/// <summary>A deployment as it answers now; a change makes another one.</summary>
/// <param name="Row">What the database said of it.</param>
/// <param name="Stable">The version that answers.</param>
/// <param name="Canary">The version on trial.</param>
/// <param name="Gate">Counts who is inside; goes on with the next one of the same deployment.</param>
internal sealed record LiveDeployment(ServedDeployment Row, ServedModel Stable, ServedModel? Canary, DeploymentGate Gate)
{
    private const int Shares = 100;

    public IEnumerable<ServedModel> Models => Canary is null ? [Stable] : [Stable, Canary];

    /// <summary>The version that answers an image: the same image always has the same one.</summary>
    public ServedModel Choose(ReadOnlySpan<byte> encoded)
    {
        if (Canary is null)
        {
            return Stable;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(encoded, hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) % Shares < Row.CanaryWeight ? Canary : Stable;
    }
}

/// <summary>Lets a bounded number of requests of a deployment inside, and counts those that were answered.</summary>
internal sealed class DeploymentGate(int capacity)
{
    private int _inside;
    private long _answered;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= capacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _inside);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <returns>The number of this answer since the start, from 1.</returns>
    public long CountAnswer() => Interlocked.Increment(ref _answered);
}
