using System.Collections;

namespace Microsoft.ML.OnnxRuntime.Tensors;

/// <summary>An n-dimensional array; enumeration is row-major.</summary>
public abstract class Tensor<T>(int[] dimensions) : IEnumerable<T>
    where T : unmanaged
{
    private readonly int[] _dimensions = dimensions;

    public ReadOnlySpan<int> Dimensions => _dimensions;

    public int Rank => _dimensions.Length;

    public abstract long Length { get; }

    public abstract T this[params ReadOnlySpan<int> indices] { get; set; }

    public abstract T GetValue(int index);

    public abstract T[] ToArray();

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Length; i++)
        {
            yield return GetValue(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A tensor over one contiguous block, last dimension fastest.</summary>
public sealed class DenseTensor<T> : Tensor<T>
    where T : unmanaged
{
    public DenseTensor(ReadOnlySpan<int> dimensions)
        : this(new T[Count(dimensions)], dimensions)
    {
    }

    public DenseTensor(Memory<T> memory, ReadOnlySpan<int> dimensions)
        : base(dimensions.ToArray())
    {
        if (Count(dimensions) != memory.Length)
        {
            throw new ArgumentException($"The dimensions hold {Count(dimensions)} values, the memory {memory.Length}.", nameof(dimensions));
        }

        Buffer = memory;
    }

    public Memory<T> Buffer { get; }

    public override long Length => Buffer.Length;

    public override T this[params ReadOnlySpan<int> indices]
    {
        get => Buffer.Span[Offset(indices)];
        set => Buffer.Span[Offset(indices)] = value;
    }

    public override T GetValue(int index) => Buffer.Span[index];

    public override T[] ToArray() => Buffer.ToArray();

    private static int Count(ReadOnlySpan<int> dimensions)
    {
        var count = 1;
        foreach (var size in dimensions)
        {
            count = checked(count * size);
        }

        return count;
    }

    private int Offset(ReadOnlySpan<int> indices)
    {
        if (indices.Length != Rank)
        {
            throw new ArgumentException($"The tensor has {Rank} dimensions, {indices.Length} indices were given.", nameof(indices));
        }

        var offset = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)indices[i], (uint)Dimensions[i], nameof(indices));
            offset = (offset * Dimensions[i]) + indices[i];
        }

        return offset;
    }
}
