using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an indexing expression.</summary>
    public readonly struct TensorIndex
    {
        internal enum Kind
        {
            Slice,
            Single,
            Tensor,
            Null,
            Ellipsis,
        }

        private TensorIndex(Kind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Type = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Index = tensor;
        }

        internal Kind Type { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Index { get; }

        public static TensorIndex Colon => new(Kind.Slice);

        public static TensorIndex Ellipsis => new(Kind.Ellipsis);

        public static TensorIndex Null => new(Kind.Null);

        public static TensorIndex None => new(Kind.Null);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        public static TensorIndex Single(long index) => new(Kind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Tensor value) => Tensor(value);

        // A range's end counted from the end is a negative stop; "^0" is no stop at all.
        public static implicit operator TensorIndex(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);
    }

    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var view = Basic(indices, out var tensors);
            if (tensors is null)
            {
                return view;
            }
            using (view)
            {
                return TorchOps.IndexTensor.Call(view, TorchArg.OptionalTensors(tensors));
            }
        }

        public Tensor index(params Tensor?[] indices) => TorchOps.IndexTensor.Call(this, TorchArg.OptionalTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using var view = Basic(indices, out var tensors);
            if (tensors is null)
            {
                view.copy_(value);
            }
            else
            {
                TorchOps.IndexPutInPlace.Run(view, TorchArg.OptionalTensors(tensors), value, false);
            }
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var element = full([], value, dtype, device);
            return index_put_(element, indices);
        }

        public Tensor index_put_(Tensor value, params Tensor?[] indices)
        {
            TorchOps.IndexPutInPlace.Run(this, TorchArg.OptionalTensors(indices), value, false);
            return this;
        }

        public Tensor index_put_(Tensor value, bool accumulate, params Tensor?[] indices)
        {
            TorchOps.IndexPutInPlace.Run(this, TorchArg.OptionalTensors(indices), value, accumulate);
            return this;
        }

        // Slices, single positions and new axes as views; what is left for the advanced index, by dimension of the view.
        private Tensor Basic(TensorIndex[] indices, out Tensor?[]? tensors)
        {
            var view = alias();
            var consumed = indices.Sum(i => i.Type switch
            {
                TensorIndex.Kind.Null or TensorIndex.Kind.Ellipsis => 0,
                TensorIndex.Kind.Tensor when i.Index!.dtype == ScalarType.Bool => i.Index.ndim,
                _ => 1,
            });
            List<Tensor?>? advanced = null;
            var dim = 0;
            foreach (var index in indices)
            {
                var previous = view;
                switch (index.Type)
                {
                    case TensorIndex.Kind.Single:
                        view = view.select(dim, index.Start!.Value);
                        break;
                    case TensorIndex.Kind.Slice:
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                        {
                            view = TorchOps.SliceTensor.Call(view, dim, index.Start ?? 0, index.Stop ?? long.MaxValue, index.Step ?? 1);
                        }
                        dim++;
                        break;
                    case TensorIndex.Kind.Null:
                        view = view.unsqueeze(dim++);
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim += (int)(ndim - consumed);
                        break;
                    case TensorIndex.Kind.Tensor:
                        advanced ??= [];
                        while (advanced.Count < dim)
                        {
                            advanced.Add(null);
                        }
                        advanced.Add(index.Index);
                        dim += index.Index!.dtype == ScalarType.Bool ? (int)index.Index.ndim : 1;
                        break;
                    default:
                        throw new ArgumentOutOfRangeException(nameof(indices), index.Type, null);
                }
                if (!ReferenceEquals(previous, view))
                {
                    previous.Dispose();
                }
            }
            tensors = advanced?.ToArray();
            return view;
        }
    }
}
