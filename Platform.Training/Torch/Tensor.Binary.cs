using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What a division does with its fraction.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        public Tensor add(Tensor other) => TorchOps.AddTensor.Call(this, other);

        public Tensor add(Scalar other) => TorchOps.AddScalar.Call(this, other);

        public Tensor add_(Tensor other)
        {
            TorchOps.AddTensorInPlace.Run(this, other);
            return this;
        }

        public Tensor add_(Scalar other)
        {
            TorchOps.AddScalarInPlace.Run(this, other);
            return this;
        }

        public Tensor sub(Tensor other) => TorchOps.SubTensor.Call(this, other);

        public Tensor sub(Scalar other) => TorchOps.SubScalar.Call(this, other);

        public Tensor sub_(Tensor other)
        {
            TorchOps.SubTensorInPlace.Run(this, other);
            return this;
        }

        public Tensor sub_(Scalar other)
        {
            TorchOps.SubScalarInPlace.Run(this, other);
            return this;
        }

        public Tensor mul(Tensor other) => TorchOps.MulTensor.Call(this, other);

        public Tensor mul(Scalar other) => TorchOps.MulScalar.Call(this, other);

        public Tensor mul_(Tensor other)
        {
            TorchOps.MulTensorInPlace.Run(this, other);
            return this;
        }

        public Tensor mul_(Scalar other)
        {
            TorchOps.MulScalarInPlace.Run(this, other);
            return this;
        }

        public Tensor div(Tensor other) => TorchOps.DivTensor.Call(this, other);

        public Tensor div(Scalar other) => TorchOps.DivScalar.Call(this, other);

        public Tensor div_(Tensor other)
        {
            TorchOps.DivTensorInPlace.Run(this, other);
            return this;
        }

        public Tensor div_(Scalar other)
        {
            TorchOps.DivScalarInPlace.Run(this, other);
            return this;
        }

        public Tensor add(Tensor other, Scalar alpha) => TorchOps.AddTensor.Call(this, other, alpha);

        public Tensor add_(Tensor other, Scalar alpha)
        {
            TorchOps.AddTensorInPlace.Run(this, other, alpha);
            return this;
        }

        public Tensor sub(Tensor other, Scalar alpha) => TorchOps.SubTensor.Call(this, other, alpha);

        public Tensor sub_(Tensor other, Scalar alpha)
        {
            TorchOps.SubTensorInPlace.Run(this, other, alpha);
            return this;
        }

        public Tensor eq(Tensor other) => TorchOps.EqTensor.Call(this, other);

        public Tensor eq(Scalar other) => TorchOps.EqScalar.Call(this, other);

        public Tensor ne(Tensor other) => TorchOps.NeTensor.Call(this, other);

        public Tensor ne(Scalar other) => TorchOps.NeScalar.Call(this, other);

        public Tensor gt(Tensor other) => TorchOps.GtTensor.Call(this, other);

        public Tensor gt(Scalar other) => TorchOps.GtScalar.Call(this, other);

        public Tensor ge(Tensor other) => TorchOps.GeTensor.Call(this, other);

        public Tensor ge(Scalar other) => TorchOps.GeScalar.Call(this, other);

        public Tensor lt(Tensor other) => TorchOps.LtTensor.Call(this, other);

        public Tensor lt(Scalar other) => TorchOps.LtScalar.Call(this, other);

        public Tensor le(Tensor other) => TorchOps.LeTensor.Call(this, other);

        public Tensor le(Scalar other) => TorchOps.LeScalar.Call(this, other);

        public Tensor remainder(Tensor other) => TorchOps.RemainderTensor.Call(this, other);

        public Tensor remainder(Scalar other) => TorchOps.RemainderScalar.Call(this, other);

        public Tensor fmod(Tensor other) => TorchOps.FmodTensor.Call(this, other);

        public Tensor fmod(Scalar other) => TorchOps.FmodScalar.Call(this, other);

        public Tensor floor_divide(Tensor other) => TorchOps.FloorDivide.Call(this, other);

        public Tensor floor_divide(Scalar other) => TorchOps.FloorDivideScalar.Call(this, other);

        public Tensor div(Tensor other, RoundingMode rounding_mode) => TorchOps.DivTensorMode.Call(this, other, Rounding(rounding_mode));

        public Tensor div(Scalar other, RoundingMode rounding_mode) => TorchOps.DivScalarMode.Call(this, other, Rounding(rounding_mode));

        public Tensor pow(Tensor exponent) => TorchOps.PowTensorTensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => TorchOps.PowTensorScalar.Call(this, exponent);

        public Tensor logical_and(Tensor other) => TorchOps.LogicalAnd.Call(this, other);

        public Tensor logical_or(Tensor other) => TorchOps.LogicalOr.Call(this, other);

        public Tensor logical_xor(Tensor other) => TorchOps.LogicalXor.Call(this, other);

        public Tensor maximum(Tensor other) => TorchOps.Maximum.Call(this, other);

        public Tensor minimum(Tensor other) => TorchOps.Minimum.Call(this, other);

        public Tensor atan2(Tensor other) => TorchOps.Atan2.Call(this, other);

        public Tensor matmul(Tensor other) => TorchOps.Matmul.Call(this, other);

        public Tensor bmm(Tensor other) => TorchOps.Bmm.Call(this, other);

        public Tensor mm(Tensor other) => TorchOps.Mm.Call(this, other);

        public Tensor bitwise_and(Tensor other) => TorchOps.BitwiseAndTensor.Call(this, other);

        public Tensor bitwise_or(Tensor other) => TorchOps.BitwiseOrTensor.Call(this, other);

        public Tensor bitwise_xor(Tensor other) => TorchOps.BitwiseXorTensor.Call(this, other);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            TorchOps.AddcmulInPlace.Run(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            TorchOps.AddcdivInPlace.Run(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor lerp(Tensor end, Scalar weight) => TorchOps.LerpScalar.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Scalar weight)
        {
            TorchOps.LerpScalarInPlace.Run(this, end, weight);
            return this;
        }

        public bool equal(Tensor other) => TorchOps.Equal.CallBool(this, other);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            TorchOps.Allclose.CallBool(this, target, rtol, atol, equal_nan);

        private static TorchArg Rounding(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => TorchArg.Text("trunc"),
            RoundingMode.floor => TorchArg.Text("floor"),
            _ => TorchArg.None,
        };
    }
}
