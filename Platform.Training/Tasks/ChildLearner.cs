using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks;

/// <summary>What a child's learner is given.</summary>
/// <param name="Recipe">With its incremental part.</param>
/// <param name="Classes">Which outputs are old.</param>
/// <param name="Parent">In eval mode; stays the caller's.</param>
/// <param name="StepsPerEpoch">How long the trunk stays frozen follows from it.</param>
/// <param name="NewImages">Few of them leave the trunk's normalisation as it is.</param>
internal sealed record ChildSetup<TNetwork>(TrainingRecipe Recipe, GrownClasses Classes, TNetwork Parent, int StepsPerEpoch, int NewImages)
{
    public IncrementalRecipe Incremental => Recipe.Incremental!;

    public bool Distils => Incremental.Distils && Classes.Old.Count > 0;
}

/// <summary>Teaches a network new classes beside those of its parent. What a task learns from labels and from the parent's answers is its own; when the trunk rests is not.</summary>
/// <param name="setup">Given.</param>
/// <param name="plain">How the task teaches networks without a parent; owned.</param>
internal abstract class ChildLearner<TNetwork, TOutput>(ChildSetup<TNetwork> setup, ILearner<TNetwork> plain) : ILearner<TNetwork>
    where TNetwork : nn.Module<Tensor, TOutput>
{
    private readonly int _frozenSteps = setup.Incremental.FrozenEpochs * setup.StepsPerEpoch;
    private readonly bool _normsStay = setup.NewImages < setup.Incremental.NormFrozenBelow;

    public IReadOnlyList<string> LossNames => setup.Distils ? [.. plain.LossNames, .. DistilledNames] : plain.LossNames;

    /// <summary>Names of the terms that <see cref="Distil"/> gives, in its order.</summary>
    protected abstract IReadOnlyList<string> DistilledNames { get; }

    public TNetwork NewNetwork() => plain.NewNetwork();

    public void Initialize(TNetwork network) => plain.Initialize(network);

    public void BeforeStep(TNetwork network, int iteration)
    {
        var isFrozen = iteration < _frozenSteps;
        foreach (var trunk in TrunkOf(network))
        {
            trunk.requires_grad_(!isFrozen);
            trunk.train(!isFrozen && !_normsStay);
        }
    }

    public IReadOnlyList<Tensor> Losses(TNetwork network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var output = network.forward(input);
        var terms = Learn(output, batch, clock);
        return setup.Distils ? [.. terms, .. Distil(output, Ask(input), batch)] : terms;
    }

    public virtual void Dispose() => plain.Dispose();

    /// <summary>What is made of images before any class is told.</summary>
    protected abstract IReadOnlyList<nn.Module> TrunkOf(TNetwork network);

    /// <summary>Weighted terms of the labels, normalised separately for old and new classes.</summary>
    protected abstract IReadOnlyList<Tensor> Learn(TOutput output, TrainingBatch batch, StageClock clock);

    /// <summary>Weighted terms of the parent's answers to the same augmented pixels.</summary>
    protected abstract IReadOnlyList<Tensor> Distil(TOutput student, TOutput teacher, TrainingBatch batch);

    private TOutput Ask(Tensor input)
    {
        using var noGrad = no_grad();
        return setup.Parent.forward(input);
    }
}
