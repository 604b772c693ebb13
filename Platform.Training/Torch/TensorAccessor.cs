using System.Collections;
using Platform.Training.Interop;

namespace TorchSharp.Utils;

/// <summary>Element access to a tensor in main memory, without a copy where it is contiguous.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        _data = (T*)TorchNative.TensorData(tensor.Handle);
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsContiguous => _contiguous;

    public T this[params long[] indices]
    {
        get => *At(indices);
        set => *At(indices) = value;
    }

    /// <summary>The elements in row-major order, as a copy.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(arrayIndex), tensorIndex);

    public void CopyTo(Span<T> array, long tensorIndex = 0)
    {
        if (_contiguous)
        {
            new ReadOnlySpan<T>(_data + tensorIndex, checked((int)(Count - tensorIndex))).CopyTo(array);
        }
        else
        {
            for (var i = tensorIndex; i < Count; i++)
            {
                array[(int)(i - tensorIndex)] = _data[Offset(i)];
            }
        }
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(ReadOnlySpan<T> array, long tensorIndex = 0)
    {
        for (var i = 0; i < array.Length; i++)
        {
            _data[_contiguous ? tensorIndex + i : Offset(tensorIndex + i)] = array[i];
        }
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return Read(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to free: the memory is the tensor's.</summary>
    public void Dispose()
    {
    }

    private T Read(long linear)
    {
        var value = _data[_contiguous ? linear : Offset(linear)];
        GC.KeepAlive(_tensor);
        return value;
    }

    private T* At(long[] indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
        {
            return _data + (_contiguous ? indices[0] : Offset(indices[0]));
        }
        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException($"{indices.Length} indices were given for a tensor of {_shape.Length} dimensions.");
        }
        long offset = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)_shape[i])
            {
                throw new IndexOutOfRangeException($"Index {indices[i]} is outside dimension {i} of length {_shape[i]}.");
            }
            offset += indices[i] * _strides[i];
        }
        return _data + offset;
    }

    private long Offset(long linear)
    {
        long offset = 0;
        for (var i = _shape.Length - 1; i >= 0; i--)
        {
            offset += linear % _shape[i] * _strides[i];
            linear /= _shape[i];
        }
        return offset;
    }
}
