using Platform.Training.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Convolution without bias, batch normalisation, SiLU: the unit that everything else is made of.</summary>
public sealed class ConvNormAct : nn.Module<Tensor, Tensor>
{
    /// <summary>Small epsilon and slow statistics, as YOLOX uses them; weights trained elsewhere may need others.</summary>
    public const double NormEpsilon = 1e-3;

    /// <summary>Share of each batch in the running statistics.</summary>
    public const double NormMomentum = 0.03;

    public ConvNormAct(long inputs, long outputs, long kernel, long stride = 1, long groups = 1)
        : base(nameof(ConvNormAct))
    {
        Conv = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false);
        Norm = CreateNorm(outputs);
        register_module("conv", Conv);
        register_module("bn", Norm);
    }

    public Conv2d Conv { get; }

    public BatchNorm2d Norm { get; }

    public static BatchNorm2d CreateNorm(long channels) => nn.BatchNorm2d(channels, eps: NormEpsilon, momentum: NormMomentum);

    // [N, inputs, H, W] -> [N, outputs, H / stride, W / stride]
    public override Tensor forward(Tensor input)
    {
        // Handles go as soon as they are not needed: autograd keeps what it needs, inference keeps nothing.
        using var convolved = Conv.Convolve(input);
        return Norm.ForwardSilu(convolved);
    }
}
