using Platform.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Cls;

/// <summary>Says what a whole image shows: the detectors' backbone, a global pool, one linear layer.</summary>
public sealed class Classifier : nn.Module<Tensor, Tensor>
{
    public Classifier(DetectorArchitecture architecture)
        : base(nameof(Classifier))
    {
        Architecture = architecture;
        Backbone = new Backbone(architecture);
        Head = nn.Linear(architecture.Channels[4], architecture.ClassCount);
        register_module("backbone", Backbone);
        register_module("head", Head);
    }

    public DetectorArchitecture Architecture { get; }

    public Backbone Backbone { get; }

    public Linear Head { get; }

    /// <summary>Where the weights lie.</summary>
    public Device Device => Head.weight.device;

    // [N, 3, H, W], normalised, H and W multiples of 32 -> logits [N, classes]
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var map = Backbone.forward(input).Stride32.to(ScalarType.Float32); // [N, c5, H/32, W/32]
        return Head.forward(map.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
