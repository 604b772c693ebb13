using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Widens the view of the deepest stage by max-pooling over 5, 9 and 13 cells.</summary>
public sealed class SpatialPyramidPooling : nn.Module<Tensor, Tensor>
{
    /// <summary>Three chained pools of this size equal pools of 5, 9 and 13, at a third of the cost.</summary>
    public const int PoolSize = 5;

    public SpatialPyramidPooling(long inputs, long outputs)
        : base(nameof(SpatialPyramidPooling))
    {
        Reduce = new ConvNormAct(inputs, inputs / 2, 1);
        Expand = new ConvNormAct(inputs / 2 * 4, outputs, 1);
        register_module("conv1", Reduce);
        register_module("conv2", Expand);
    }

    public ConvNormAct Reduce { get; }

    public ConvNormAct Expand { get; }

    // [N, inputs, H, W] -> [N, outputs, H, W]
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pool0 = Reduce.forward(input);
        var pool5 = Pool(pool0);
        var pool9 = Pool(pool5);
        var pool13 = Pool(pool9);
        return Expand.forward(cat([pool0, pool5, pool9, pool13], 1)).MoveToOuterDisposeScope();
    }

    private static Tensor Pool(Tensor input) => nn.functional.max_pool2d(input, PoolSize, stride: 1, padding: PoolSize / 2);
}
