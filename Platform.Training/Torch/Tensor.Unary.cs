using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => TorchOps.Abs.Call(this);

        public Tensor neg() => TorchOps.Neg.Call(this);

        public Tensor exp() => TorchOps.Exp.Call(this);

        public Tensor log() => TorchOps.Log.Call(this);

        public Tensor sqrt() => TorchOps.Sqrt.Call(this);

        public Tensor rsqrt() => TorchOps.Rsqrt.Call(this);

        public Tensor sin() => TorchOps.Sin.Call(this);

        public Tensor cos() => TorchOps.Cos.Call(this);

        public Tensor tanh() => TorchOps.Tanh.Call(this);

        public Tensor sigmoid() => TorchOps.Sigmoid.Call(this);

        public Tensor relu() => TorchOps.Relu.Call(this);

        public Tensor silu() => TorchOps.Silu.Call(this);

        public Tensor hardsigmoid() => TorchOps.Hardsigmoid.Call(this);

        public Tensor hardswish() => TorchOps.Hardswish.Call(this);

        public Tensor floor() => TorchOps.Floor.Call(this);

        public Tensor ceil() => TorchOps.Ceil.Call(this);

        public Tensor round() => TorchOps.Round.Call(this);

        public Tensor square() => TorchOps.Square.Call(this);

        public Tensor reciprocal() => TorchOps.Reciprocal.Call(this);

        public Tensor erf() => TorchOps.Erf.Call(this);

        public Tensor log1p() => TorchOps.Log1p.Call(this);

        public Tensor log2() => TorchOps.Log2.Call(this);

        public Tensor expm1() => TorchOps.Expm1.Call(this);

        public Tensor sign() => TorchOps.Sign.Call(this);

        public Tensor isnan() => TorchOps.Isnan.Call(this);

        public Tensor isinf() => TorchOps.Isinf.Call(this);

        public Tensor isfinite() => TorchOps.Isfinite.Call(this);

        public Tensor logical_not() => TorchOps.LogicalNot.Call(this);

        public Tensor trunc() => TorchOps.Trunc.Call(this);

        public Tensor frac() => TorchOps.Frac.Call(this);

        public Tensor acos() => TorchOps.Acos.Call(this);

        public Tensor asin() => TorchOps.Asin.Call(this);

        public Tensor atan() => TorchOps.Atan.Call(this);

        public Tensor abs_()
        {
            TorchOps.AbsInPlace.Run(this);
            return this;
        }

        public Tensor neg_()
        {
            TorchOps.NegInPlace.Run(this);
            return this;
        }

        public Tensor exp_()
        {
            TorchOps.ExpInPlace.Run(this);
            return this;
        }

        public Tensor log_()
        {
            TorchOps.LogInPlace.Run(this);
            return this;
        }

        public Tensor sqrt_()
        {
            TorchOps.SqrtInPlace.Run(this);
            return this;
        }

        public Tensor rsqrt_()
        {
            TorchOps.RsqrtInPlace.Run(this);
            return this;
        }

        public Tensor tanh_()
        {
            TorchOps.TanhInPlace.Run(this);
            return this;
        }

        public Tensor sigmoid_()
        {
            TorchOps.SigmoidInPlace.Run(this);
            return this;
        }

        public Tensor relu_()
        {
            TorchOps.ReluInPlace.Run(this);
            return this;
        }

        public Tensor silu_()
        {
            TorchOps.SiluInPlace.Run(this);
            return this;
        }

        public Tensor floor_()
        {
            TorchOps.FloorInPlace.Run(this);
            return this;
        }

        public Tensor ceil_()
        {
            TorchOps.CeilInPlace.Run(this);
            return this;
        }

        public Tensor round_()
        {
            TorchOps.RoundInPlace.Run(this);
            return this;
        }

        public Tensor square_()
        {
            TorchOps.SquareInPlace.Run(this);
            return this;
        }

        public Tensor reciprocal_()
        {
            TorchOps.ReciprocalInPlace.Run(this);
            return this;
        }

        public Tensor sin_()
        {
            TorchOps.SinInPlace.Run(this);
            return this;
        }

        public Tensor cos_()
        {
            TorchOps.CosInPlace.Run(this);
            return this;
        }

        public Tensor bitwise_not() => TorchOps.BitwiseNot.Call(this);

        public Tensor gelu() => TorchOps.Gelu.Call(this);

        public Tensor softplus(double beta = 1, double threshold = 20) => TorchOps.Softplus.Call(this, beta, threshold);

        public Tensor leaky_relu(Scalar negative_slope) => TorchOps.LeakyRelu.Call(this, negative_slope);

        public Tensor softmax(long dim, ScalarType? dtype = null) => TorchOps.SoftmaxInt.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => TorchOps.LogSoftmaxInt.Call(this, dim, dtype);

        public Tensor nan_to_num(double? nan = null, double? posinf = null, double? neginf = null) =>
            TorchOps.NanToNum.Call(this, nan, posinf, neginf);
    }
}
