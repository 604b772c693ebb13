using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor index_select(long dim, Tensor index) => TorchOps.IndexSelect.Call(this, dim, index);

        public Tensor gather(long dim, Tensor index) => TorchOps.Gather.Call(this, dim, index);

        public Tensor take(Tensor index) => TorchOps.Take.Call(this, index);

        public Tensor masked_select(Tensor mask) => TorchOps.MaskedSelect.Call(this, mask);

        public Tensor masked_fill(Tensor mask, Scalar value) => TorchOps.MaskedFillScalar.Call(this, mask, value);

        public Tensor masked_fill(Tensor mask, Tensor value) => TorchOps.MaskedFillTensor.Call(this, mask, value);

        public Tensor scatter(long dim, Tensor index, Tensor src) => TorchOps.ScatterSrc.Call(this, dim, index, src);

        public Tensor scatter(long dim, Tensor index, Scalar value) => TorchOps.ScatterValue.Call(this, dim, index, value);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => TorchOps.ScatterAdd.Call(this, dim, index, src);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => TorchOps.IndexAdd.Call(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => TorchOps.IndexCopy.Call(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => TorchOps.IndexFillIntScalar.Call(this, dim, index, value);

        public Tensor nonzero() => TorchOps.Nonzero.Call(this);

        public Tensor where(Tensor condition, Tensor other) => TorchOps.WhereSelf.Call(condition, this, other);

        public Tensor[] chunk(long chunks, long dim = 0) => TorchOps.Chunk.CallList(this, chunks, dim);

        public Tensor[] split(long size, long dim = 0) => TorchOps.SplitTensor.CallList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => TorchOps.SplitWithSizes.CallList(this, sizes, dim);

        public Tensor[] unbind(long dim = 0) => TorchOps.UnbindInt.CallList(this, dim);

        public Tensor copy_(Tensor source, bool non_blocking = false)
        {
            TorchOps.CopyInPlace.Run(this, source, non_blocking);
            return this;
        }

        public Tensor fill_(Scalar value)
        {
            TorchOps.FillScalarInPlace.Run(this, value);
            return this;
        }

        public Tensor zero_()
        {
            TorchOps.ZeroInPlace.Run(this);
            return this;
        }

        public Tensor detach_()
        {
            TorchOps.DetachInPlace.Run(this);
            return this;
        }

        public Tensor resize_(params long[] shape)
        {
            TorchOps.ResizeInPlace.Run(this, shape);
            return this;
        }

        public Tensor squeeze_(long dim)
        {
            TorchOps.SqueezeDimInPlace.Run(this, dim);
            return this;
        }

        public Tensor unsqueeze_(long dim)
        {
            TorchOps.UnsqueezeInPlace.Run(this, dim);
            return this;
        }

        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            TorchOps.MaskedFillScalarInPlace.Run(this, mask, value);
            return this;
        }

        public Tensor scatter_(long dim, Tensor index, Tensor src)
        {
            TorchOps.ScatterSrcInPlace.Run(this, dim, index, src);
            return this;
        }

        public Tensor scatter_(long dim, Tensor index, Scalar value)
        {
            TorchOps.ScatterValueInPlace.Run(this, dim, index, value);
            return this;
        }

        public Tensor scatter_add_(long dim, Tensor index, Tensor src)
        {
            TorchOps.ScatterAddInPlace.Run(this, dim, index, src);
            return this;
        }

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            TorchOps.IndexAddInPlace.Run(this, dim, index, source, alpha);
            return this;
        }

        public Tensor index_copy_(long dim, Tensor index, Tensor source)
        {
            TorchOps.IndexCopyInPlace.Run(this, dim, index, source);
            return this;
        }

        public Tensor index_fill_(long dim, Tensor index, Scalar value)
        {
            TorchOps.IndexFillIntScalarInPlace.Run(this, dim, index, value);
            return this;
        }

        public Tensor normal_(double mean = 0.0, double stddev = 1.0, Generator? generator = null)
        {
            TorchOps.NormalInPlace.Run(this, mean, stddev, generator);
            return this;
        }

        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            TorchOps.UniformInPlace.Run(this, from, to, generator);
            return this;
        }

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            TorchOps.ClampInPlace.Run(this, min, max);
            return this;
        }
    }
}
