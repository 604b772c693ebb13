namespace Platform.Training.Inference;

/// <summary>A network on some runtime, as far as its raw outputs go; used by one thread.</summary>
public interface INetworkRunner : IDisposable
{
    /// <summary>Its outputs in the order of its graph, each [N, ...] row by row.</summary>
    /// <param name="planes">[N, 3, H, W], normalised.</param>
    /// <param name="count">N.</param>
    IReadOnlyList<float[]> Run(float[] planes, int count);
}

/// <summary>A runner made of a function, and of what has to be given back after it.</summary>
public sealed class NetworkRunner(Func<float[], int, IReadOnlyList<float[]>> run, IDisposable? owned = null) : INetworkRunner
{
    public IReadOnlyList<float[]> Run(float[] planes, int count) => run(planes, count);

    public void Dispose() => owned?.Dispose();
}
