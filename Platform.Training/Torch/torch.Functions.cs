using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => TorchOps.Cat.Call(List(tensors), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => TorchOps.Stack.Call(tensors.ToArray(), dim);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        TorchOps.MeshgridIndexing.CallList(tensors.ToArray(), TorchArg.Text(indexing));

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => TorchOps.WhereSelf.Call(condition, x, y);

    public static Tensor where(Tensor condition, Scalar x, Tensor y) => TorchOps.WhereScalarself.Call(condition, x, y);

    public static Tensor where(Tensor condition, Tensor x, Scalar y) => TorchOps.WhereScalarother.Call(condition, x, y);

    public static Tensor[] where(Tensor condition) => TorchOps.Where.CallList(condition);

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor bmm(Tensor batch1, Tensor batch2) => batch1.bmm(batch2);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0) => TorchOps.Cdist.Call(x1, x2, p);

    public static Tensor einsum(string equation, params Tensor[] tensors) => TorchOps.Einsum.Call(TorchArg.Text(equation), tensors);

    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    public static Tensor max(Tensor input) => input.max();

    public static Tensor max(Tensor input, Tensor other) => input.maximum(other);

    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);

    public static Tensor min(Tensor input) => input.min();

    public static Tensor min(Tensor input, Tensor other) => input.minimum(other);

    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);

    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);

    public static Tensor mean(Tensor input) => input.mean();

    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    public static (Tensor values, Tensor indexes) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) =>
        tensor.topk(k, dim, largest, sorted);

    public static (Tensor Values, Tensor Indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) =>
        input.sort(dim, descending, stable);

    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    public static Tensor squeeze(Tensor input, long dim) => input.squeeze(dim);

    public static Tensor abs(Tensor input) => input.abs();

    public static Tensor exp(Tensor input) => input.exp();

    public static Tensor log(Tensor input) => input.log();

    public static Tensor sqrt(Tensor input) => input.sqrt();

    public static Tensor pow(Tensor input, Scalar exponent) => input.pow(exponent);

    public static Tensor atan(Tensor input) => input.atan();

    public static Tensor tanh(Tensor input) => input.tanh();

    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    public static Tensor relu(Tensor input) => input.relu();

    public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => input.log_softmax(dim, dtype);

    public static Tensor isnan(Tensor input) => input.isnan();

    public static Tensor isfinite(Tensor input) => input.isfinite();

    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

    public static Tensor logical_not(Tensor input) => input.logical_not();

    public static Tensor nonzero(Tensor input) => input.nonzero();

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => TorchOps.Bernoulli.Call(input, generator);

    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        TorchOps.Multinomial.Call(input, num_samples, replacement, generator);

    public static Tensor normal(Tensor means, Tensor stddev, Generator? generator = null) =>
        TorchOps.NormalTensorTensor.Call(means, stddev, generator);

    public static bool equal(Tensor input, Tensor target) => input.equal(target);

    public static bool allclose(Tensor input, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
        input.allclose(target, rtol, atol, equal_nan);

    internal static Tensor[] List(IList<Tensor> tensors) => tensors as Tensor[] ?? [.. tensors];
}
