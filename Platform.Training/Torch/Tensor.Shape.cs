using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => TorchOps.View.Call(this, shape);

        public Tensor view(ScalarType dtype) => TorchOps.ViewDtype.Call(this, dtype);

        public Tensor reshape(params long[] shape) => TorchOps.Reshape.Call(this, shape);

        public Tensor permute(params long[] permutation) => TorchOps.Permute.Call(this, permutation);

        public Tensor transpose(long dim0, long dim1) => TorchOps.TransposeInt.Call(this, dim0, dim1);

        public Tensor t() => TorchOps.T.Call(this);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => TorchOps.FlattenUsingInts.Call(this, start_dim, end_dim);

        public Tensor squeeze() => TorchOps.Squeeze.Call(this);

        public Tensor squeeze(long dim) => TorchOps.SqueezeDim.Call(this, dim);

        public Tensor unsqueeze(long dim) => TorchOps.Unsqueeze.Call(this, dim);

        public Tensor expand(params long[] sizes) => TorchOps.Expand.Call(this, sizes);

        public Tensor expand_as(Tensor other) => TorchOps.ExpandAs.Call(this, other);

        public Tensor view_as(Tensor other) => TorchOps.ViewAs.Call(this, other);

        public Tensor repeat(params long[] sizes) => TorchOps.Repeat.Call(this, sizes);

        public Tensor flip(params long[] dims) => TorchOps.Flip.Call(this, dims);

        public Tensor roll(long[] shifts, long[] dims) => TorchOps.Roll.Call(this, shifts, dims);

        public Tensor unfold(long dimension, long size, long step) => TorchOps.Unfold.Call(this, dimension, size, step);

        public Tensor select(long dim, long index) => TorchOps.SelectInt.Call(this, dim, index);

        public Tensor narrow(long dim, long start, long length) => TorchOps.Narrow.Call(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => TorchOps.SliceTensor.Call(this, dim, start, finish, step);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => TorchOps.Diagonal.Call(this, offset, dim1, dim2);

        public Tensor tril(long diagonal = 0) => TorchOps.Tril.Call(this, diagonal);

        public Tensor triu(long diagonal = 0) => TorchOps.Triu.Call(this, diagonal);

        public Tensor detach() => TorchOps.Detach.Call(this);

        public Tensor clone() => TorchOps.Clone.Call(this);

        public Tensor contiguous() => TorchOps.Contiguous.Call(this);

        public Tensor contiguous(memory_format format) => TorchOps.Contiguous.Call(this, (long)format);

        public Tensor pin_memory() => TorchOps.PinMemory.Call(this);
    }
}
