using Platform.Training.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Settings of a group of Adam or AdamW; what is null is the optimiser's.</summary>
public abstract class AdamOptions : optim.OptimizerOptions
{
    public double? beta1 { get; set; }

    public double? beta2 { get; set; }

    public double? eps { get; set; }

    public double? weight_decay { get; set; }

    public bool? amsgrad { get; set; }

    public bool? maximize { get; set; }
}

/// <summary>Parameters of Adam or AdamW with settings of their own.</summary>
public abstract class AdamParamGroup(IEnumerable<Parameter> parameters, AdamOptions options)
    : optim.ParamGroup(parameters, options.LearningRate)
{
    public AdamOptions Options { get; } = options;
}

/// <summary>What Adam and AdamW share.</summary>
public abstract class AdamBase : optim.Optimizer
{
    private const string Average = "exp_avg";
    private const string Square = "exp_avg_sq";
    private const string Maximum = "max_exp_avg_sq";
    private readonly AdamOptions _defaults;
    private readonly bool _decoupled;

    private protected AdamBase(IEnumerable<AdamParamGroup> groups, double lr, AdamOptions defaults, bool decoupled)
        : base(lr, [])
    {
        _defaults = defaults;
        _decoupled = decoupled;
        foreach (var group in groups)
        {
            add_param_group(group);
        }
    }

    private protected override void Complete(optim.ParamGroup group)
    {
        var options = ((AdamParamGroup)group).Options;
        options.beta1 ??= _defaults.beta1;
        options.beta2 ??= _defaults.beta2;
        options.eps ??= _defaults.eps;
        options.weight_decay ??= _defaults.weight_decay;
        options.amsgrad ??= _defaults.amsgrad;
        options.maximize ??= _defaults.maximize;
    }

    private protected override unsafe void Step(optim.ParamGroup group)
    {
        var options = ((AdamParamGroup)group).Options;
        var handles = group.Handles;
        var averageHandles = group.Slot(Average);
        var squareHandles = group.Slot(Square);
        var maximumHandles = options.amsgrad == true ? group.Slot(Maximum) : null;
        fixed (nint* parameters = handles, averages = averageHandles, squares = squareHandles, maxima = maximumHandles)
        fixed (long* steps = group.Steps)
        {
            TorchErrors.Check(TorchNative.AdamStep(
                parameters, averages, squares, maxima, steps, handles.Length, group.LearningRate, options.beta1 ?? 0.9,
                options.beta2 ?? 0.999, options.eps ?? 1e-8, options.weight_decay ?? 0, _decoupled ? 1 : 0,
                options.maximize == true ? 1 : 0));
        }
        GC.KeepAlive(group);
    }
}
