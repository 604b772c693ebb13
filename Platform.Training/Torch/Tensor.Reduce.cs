using System.Runtime.CompilerServices;
using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // A literal 0 converts to the type as well as to a dimension; the dimension is meant.
        [OverloadResolutionPriority(-1)]
        public Tensor sum(ScalarType? type = null) => TorchOps.Sum.Call(this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => TorchOps.SumDimIntList.Call(this, new[] { dim }, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => TorchOps.SumDimIntList.Call(this, dim.ToArray(), keepdim, type);

        public Tensor mean(ScalarType? type = null) => TorchOps.Mean.Call(this, type);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => TorchOps.MeanDim.Call(this, dimensions, keepdim, type);

        public Tensor std(bool unbiased = true) => TorchOps.Std.Call(this, unbiased);

        public Tensor std(long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(TorchOps.StdDim.Call(this, new[] { dimensions }, unbiased, keepdim), type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(TorchOps.StdDim.Call(this, dimensions, unbiased, keepdim), type);

        public Tensor var(bool unbiased = true) => TorchOps.Var.Call(this, unbiased);

        public Tensor var(long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(TorchOps.VarDim.Call(this, new[] { dimensions }, unbiased, keepdim), type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(TorchOps.VarDim.Call(this, dimensions, unbiased, keepdim), type);

        private static Tensor Cast(Tensor value, ScalarType? type) => type is { } t ? value.to_type(t) : value;

        public Tensor max() => TorchOps.Max.Call(this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => TorchOps.MaxDim.Call2(this, dim, keepdim);

        public Tensor amax(params long[] dims) => TorchOps.Amax.Call(this, dims, false);

        public Tensor amax(long[] dims, bool keepdim) => TorchOps.Amax.Call(this, dims, keepdim);

        public Tensor argmax() => TorchOps.Argmax.Call(this, TorchArg.None, false);

        public Tensor argmax(long dim, bool keepdim = false) => TorchOps.Argmax.Call(this, dim, keepdim);

        public Tensor min() => TorchOps.Min.Call(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => TorchOps.MinDim.Call2(this, dim, keepdim);

        public Tensor amin(params long[] dims) => TorchOps.Amin.Call(this, dims, false);

        public Tensor amin(long[] dims, bool keepdim) => TorchOps.Amin.Call(this, dims, keepdim);

        public Tensor argmin() => TorchOps.Argmin.Call(this, TorchArg.None, false);

        public Tensor argmin(long dim, bool keepdim = false) => TorchOps.Argmin.Call(this, dim, keepdim);

        public Tensor all() => TorchOps.All.Call(this);

        public Tensor all(long dim, bool keepdim = false) => TorchOps.AllDim.Call(this, dim, keepdim);

        public Tensor any() => TorchOps.Any.Call(this);

        public Tensor any(long dim, bool keepdim = false) => TorchOps.AnyDim.Call(this, dim, keepdim);

        // A literal 0 converts to the type as well as to a dimension; the dimension is meant.
        [OverloadResolutionPriority(-1)]
        public Tensor prod(ScalarType? type = null) => TorchOps.Prod.Call(this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => TorchOps.ProdDimInt.Call(this, dim, keepdim, type);

        public Tensor cumsum(long dim, ScalarType? type = null) => TorchOps.Cumsum.Call(this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => TorchOps.Cumprod.Call(this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => TorchOps.Logsumexp.Call(this, new[] { dim }, keepdim);

        public Tensor norm(float p = 2.0f) => TorchOps.NormScalar.Call(this, (double)p);

        public Tensor norm(long dim, bool keepdim = false, float p = 2.0f) =>
            TorchOps.NormScalarOptDim.Call(this, (double)p, new[] { dim }, keepdim);

        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? TorchOps.CountNonzero.Call(this, TorchArg.None) : TorchOps.CountNonzeroDimIntList.Call(this, dims);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            TorchOps.Topk.Call2(this, k, dim, largest, sorted);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            TorchOps.SortStable.Call2(this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => TorchOps.Argsort.Call(this, dim, descending);

        public (Tensor values, Tensor indices) median(long dim, bool keepdim = false) => TorchOps.MedianDim.Call2(this, dim, keepdim);

        public Tensor median() => TorchOps.Median.Call(this);

        public Tensor bincount(Tensor? weights = null, long minlength = 0) => TorchOps.Bincount.Call(this, weights, minlength);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => TorchOps.Clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => TorchOps.ClampTensor.Call(this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => TorchOps.ClampMin.Call(this, min);

        public Tensor clamp_max(Scalar max) => TorchOps.ClampMax.Call(this, max);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false)
        {
            var (output, inverse, counts) = TorchOps.Unique2.Call3(this, sorted, return_inverse, return_counts);
            return (output, Kept(inverse, return_inverse), Kept(counts, return_counts));
        }

        private static Tensor? Kept(Tensor value, bool asked)
        {
            if (!asked)
            {
                value.Dispose();
            }
            return asked ? value : null;
        }
    }
}
