using Platform.Training.Recipes;
using static TorchSharp.torch;

namespace Platform.Training.Optimization;

/// <summary>
/// AdamW (https://arxiv.org/abs/1711.05101) over all parameters at once. Keeps the master copy of the weights; after a step
/// the network's parameters are overwritten with it. All state is three vectors, so a checkpoint holds it exactly.
/// </summary>
public sealed class FlatAdamW : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly OptimizerRecipe _recipe;
    private readonly TensorPack _parameters;
    private readonly List<Tensor> _decayed;
    private readonly long _decayedLength;

    public FlatAdamW(nn.Module network, OptimizerRecipe recipe)
    {
        using var scope = NewDisposeScope();
        _recipe = recipe;

        // Kernels come first, so that weight decay applies to one leading stretch of the vector.
        var named = network.named_parameters().Select(pair => (Tensor)pair.parameter).ToList();
        _decayed = named.Where(parameter => parameter.dim() > 1).ToList();
        var plain = named.Where(parameter => parameter.dim() <= 1).ToList();
        _parameters = new TensorPack([.. _decayed, .. plain]);
        _decayedLength = _decayed.Sum(parameter => parameter.numel());
        Weights = _parameters.Gather().detach().clone().DetachFromDisposeScope();
        Mean = zeros_like(Weights).DetachFromDisposeScope();
        Square = zeros_like(Weights).DetachFromDisposeScope();
    }

    /// <summary>[P] master weights: kernels, then biases and normalisation.</summary>
    public Tensor Weights { get; }

    /// <summary>[P] running mean of the gradients.</summary>
    public Tensor Mean { get; }

    /// <summary>[P] running mean of the squared gradients.</summary>
    public Tensor Square { get; }

    /// <summary>Steps taken.</summary>
    public int StepCount { get; private set; }

    /// <summary>One update from the parameters' gradients.</summary>
    /// <returns>Norm of all gradients before clipping, a scalar on the device (reading it waits for the device).</returns>
    public Tensor Step(double learningRate)
    {
        using var noGrad = no_grad();
        StepCount++;
        var gradients = _parameters.GatherGradients();
        var norm = gradients.norm();
        gradients.mul_((_recipe.GradientClip / (norm + 1e-6)).clamp_max(1));

        Mean.mul_(_recipe.Beta1).add_(gradients, alpha: 1 - _recipe.Beta1);
        Square.mul_(_recipe.Beta2).addcmul_(gradients, gradients, value: 1 - _recipe.Beta2);
        var meanCorrection = 1 - Math.Pow(_recipe.Beta1, StepCount);
        var squareCorrection = Math.Sqrt(1 - Math.Pow(_recipe.Beta2, StepCount));

        Decay(1 - (learningRate * _recipe.WeightDecay));
        var divisor = Square.sqrt().mul_(1 / squareCorrection).add_(Epsilon);
        Weights.addcdiv_(Mean, divisor, value: -learningRate / meanCorrection);
        _parameters.Scatter(Weights);
        return norm;
    }

    // A parameter that is at rest has no gradient, and must not shrink either.
    private void Decay(double factor)
    {
        if (_decayed.TrueForAll(parameter => parameter.requires_grad))
        {
            Weights.narrow(0, 0, _decayedLength).mul_(factor);
            return;
        }

        var offset = 0L;
        foreach (var parameter in _decayed)
        {
            if (parameter.requires_grad)
            {
                Weights.narrow(0, offset, parameter.numel()).mul_(factor);
            }

            offset += parameter.numel();
        }
    }

    /// <summary>Makes the network's present parameters the master copy, after they were set from outside.</summary>
    public void TakeParameters()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Weights.copy_(_parameters.Gather());
    }

    /// <summary>Continues from saved vectors; the network's parameters follow.</summary>
    public void Restore(Tensor weights, Tensor mean, Tensor square, int stepCount)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Weights.copy_(weights);
        Mean.copy_(mean);
        Square.copy_(square);
        StepCount = stepCount;
        _parameters.Scatter(Weights);
    }

    public void Dispose()
    {
        Weights.Dispose();
        Mean.Dispose();
        Square.Dispose();
    }
}
