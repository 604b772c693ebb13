using System.Globalization;
using Platform.Training.Export.Onnx;
using Platform.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Export;

/// <summary>Writes the modules that our networks are made of as ONNX nodes, one method a module, in the order of its forward pass. Layouts are [N, C, H, W].</summary>
internal sealed class DetectorGraphWriter(OnnxGraphBuilder graph)
{
    /// <summary>Maps at strides 8, 16, 32 of the backbone.</summary>
    public IReadOnlyList<string> Backbone(Backbone backbone, string images)
    {
        var x = images;
        for (var i = 0; i < backbone.Stem.Count; i++)
        {
            x = Block(Name("backbone.stem", i), x, backbone.Stem[i]);
        }

        var maps = new List<string>();
        for (var i = 0; i < backbone.Stages.Count; i++)
        {
            x = Stage(Name("backbone.stages", i), x, backbone.Stages[i]);
            maps.Add(x);
        }

        return maps[1..];
    }

    /// <summary>Maps at strides 8, 16, 32 of the neck.</summary>
    public IReadOnlyList<string> Neck(PathAggregationNeck neck, IReadOnlyList<string> maps)
    {
        var p5 = Block("neck.p5", maps[2], neck.ReduceStride32);
        var p4 = Block("neck.p4", Csp("neck.top_down16", Join("neck.join_p4", Up("neck.up_p5", p5), maps[1]), neck.TopDownStride16), neck.ReduceStride16);
        var p3 = Csp("neck.top_down8", Join("neck.join_p3", Up("neck.up_p4", p4), maps[0]), neck.TopDownStride8);
        var n4 = Csp("neck.bottom_up16", Join("neck.join_n4", Block("neck.down8", p3, neck.DownsampleStride8), p4), neck.BottomUpStride16);
        var n5 = Csp("neck.bottom_up32", Join("neck.join_n5", Block("neck.down16", n4, neck.DownsampleStride16), p5), neck.BottomUpStride32);
        return [Block("neck.out8", p3, neck.Outputs[0]), Block("neck.out16", n4, neck.Outputs[1]), Block("neck.out32", n5, neck.Outputs[2])];
    }

    /// <summary>Logits of the head: classes [N, P, C] and box bins [N, P, 4 x bins], P = points of all levels, row by row.</summary>
    public (string Classes, string Bins) Head(DetectionHead head, IReadOnlyList<string> maps)
    {
        var (classes, bins) = (new List<string>(), new List<string>());
        for (var level = 0; level < maps.Count; level++)
        {
            classes.Add(Prediction(Name("head.cls", level), Tower(Name("head.cls_tower", level), maps[level], head.ClassTower, level), head.ClassPredictions[level]));
            bins.Add(Prediction(Name("head.reg", level), Tower(Name("head.reg_tower", level), maps[level], head.BoxTower, level), head.BoxPredictions[level]));
        }

        return (graph.Concat("head.classes", classes, 1), graph.Concat("head.bins", bins, 1));
    }

    /// <summary>[N, inputs] -> [N, outputs].</summary>
    public string Linear(string name, string input, Linear layer)
    {
        using var scope = NewDisposeScope();
        var weight = graph.Constant(name + ".weight", FoldedConvolution.Values(layer.weight.t()), layer.in_features, layer.out_features);
        return graph.Add(name, graph.MatMul(name + ".product", input, weight), graph.Constant(name + ".bias", FoldedConvolution.Values(layer.bias!), layer.out_features));
    }

    // Convolution with folded normalisation, then SiLU.
    public string Block(string name, string input, ConvNormAct block) =>
        graph.Silu(name, Convolution(name + ".conv", input, block.Conv, FoldedConvolution.Of(block.Conv, block.Norm)));

    private string Stage(string name, string input, BackboneStage stage)
    {
        var x = Block(name + ".downsample", input, stage.Downsample);
        x = stage.Pooling is null ? x : Pyramid(name + ".spp", x, stage.Pooling);
        return Csp(name + ".csp", x, stage.Csp);
    }

    private string Pyramid(string name, string input, SpatialPyramidPooling pooling)
    {
        var pool0 = Block(name + ".reduce", input, pooling.Reduce);
        var pool5 = graph.MaxPoolSame(name + ".pool5", pool0, SpatialPyramidPooling.PoolSize);
        var pool9 = graph.MaxPoolSame(name + ".pool9", pool5, SpatialPyramidPooling.PoolSize);
        var pool13 = graph.MaxPoolSame(name + ".pool13", pool9, SpatialPyramidPooling.PoolSize);
        return Block(name + ".expand", graph.Concat(name + ".join", [pool0, pool5, pool9, pool13], 1), pooling.Expand);
    }

    private string Csp(string name, string input, CspLayer layer)
    {
        var main = Block(name + ".main", input, layer.Main);
        for (var i = 0; i < layer.Blocks.Count; i++)
        {
            main = Residual(Name(name + ".blocks", i), main, layer.Blocks[i]);
        }

        var joined = Join(name + ".join", main, Block(name + ".short", input, layer.Short));
        joined = layer.Attention is null ? joined : Attention(name + ".attention", joined, layer.Attention);
        return Block(name + ".final", joined, layer.Final);
    }

    private string Residual(string name, string input, CspBlock block)
    {
        var x = Block(name + ".conv", input, block.Conv);
        x = Block(name + ".depthwise", x, block.Depthwise);
        x = Block(name + ".pointwise", x, block.Pointwise);
        return block.HasIdentity ? graph.Add(name + ".sum", x, input) : x;
    }

    private string Attention(string name, string input, ChannelAttention attention)
    {
        var gate = Convolution(name + ".fc", graph.GlobalAveragePool(name + ".pool", input), attention.Gate, FoldedConvolution.Of(attention.Gate));
        return graph.Mul(name, input, graph.HardSigmoid(name + ".gate", gate));
    }

    // The levels share the convolution but not the normalisation, so each level gets its own folded weights.
    public string Tower(string name, string input, SharedConvTower tower, int level)
    {
        var x = input;
        for (var i = 0; i < tower.Convs.Count; i++)
        {
            var conv = tower.Convs[i];
            x = graph.Silu(Name(name, i), Convolution(Name(name + ".conv", i), x, conv, FoldedConvolution.Of(conv, tower.Norms[level][i])));
        }

        return x;
    }

    // [N, K, H, W] -> [N, H x W, K]
    public string Prediction(string name, string input, Conv2d conv)
    {
        var map = Convolution(name, input, conv, FoldedConvolution.Of(conv));
        return graph.Reshape(name + ".rows", graph.Transpose(name + ".last", map, 0, 2, 3, 1), 0, -1, conv.weight.shape[0]);
    }

    public string Convolution(string name, string input, Conv2d conv, FoldedConvolution folded)
    {
        var weight = graph.Constant(name + ".weight", folded.Weight, folded.Shape);
        var bias = graph.Constant(name + ".bias", folded.Bias, folded.Bias.Length);
        return graph.Conv(name, input, weight, bias, folded.Shape[2], conv.stride[0], folded.Shape[2] / 2, conv.groups);
    }

    private string Up(string name, string input) => graph.UpsampleNearest2x(name, input);

    private string Join(string name, string first, string second) => graph.Concat(name, [first, second], 1);

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.{number}");
}
