using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Cross-stage partial layer: half of the channels pass through the blocks, the other half around them.</summary>
public sealed class CspLayer : nn.Module<Tensor, Tensor>
{
    public CspLayer(long inputs, long outputs, int blocks, bool identity, bool attention)
        : base(nameof(CspLayer))
    {
        var half = outputs / 2;
        Main = new ConvNormAct(inputs, half, 1);
        Short = new ConvNormAct(inputs, half, 1);
        Blocks = [.. Enumerable.Range(0, blocks).Select(_ => new CspBlock(half, identity))];
        Attention = attention ? new ChannelAttention(2 * half) : null;
        Final = new ConvNormAct(2 * half, outputs, 1);

        register_module("main_conv", Main);
        register_module("short_conv", Short);
        register_module("blocks", nn.ModuleList(Blocks.ToArray()));
        if (Attention is not null)
        {
            register_module("attention", Attention);
        }

        register_module("final_conv", Final);
    }

    public ConvNormAct Main { get; }

    public ConvNormAct Short { get; }

    public IReadOnlyList<CspBlock> Blocks { get; }

    /// <summary>Present in the backbone, absent in the neck.</summary>
    public ChannelAttention? Attention { get; }

    public ConvNormAct Final { get; }

    // [N, inputs, H, W] -> [N, outputs, H, W]
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var main = Main.forward(input);
        foreach (var block in Blocks)
        {
            main = block.forward(main);
        }

        var joined = cat([main, Short.forward(input)], 1);
        return Final.forward(Attention?.forward(joined) ?? joined).MoveToOuterDisposeScope();
    }
}
