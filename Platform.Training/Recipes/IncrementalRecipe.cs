using Platform.Core.Shared;

namespace Platform.Training.Recipes;

/// <summary>What a child model does against forgetting what its parent knew.</summary>
public enum IncrementalStrategy
{
    /// <summary>Pseudo-labels, distillation and rehearsal together.</summary>
    [Text("distillation+rehearsal")]
    DistillationRehearsal,

    /// <summary>Pseudo-labels and distillation; no image of the parent's data is needed.</summary>
    Distillation,

    /// <summary>Pseudo-labels and images of the parent's data.</summary>
    Rehearsal,

    /// <summary>Nothing: trains on the new labels alone. Forgets whatever they do not show.</summary>
    [Text("fine-tune")]
    FineTune,
}

/// <summary>The part of a recipe that only trainings from a parent model have.</summary>
public sealed record IncrementalRecipe
{
    public IncrementalStrategy Strategy { get; init; }

    /// <summary>Multiplies the peak learning rate: the parent's weights are a good start, and large steps lose it.</summary>
    public double LearningRateFactor { get; init; } = 0.5;

    /// <summary>Share of the parent's epochs that a child takes when its own are not given; used once, when the recipe is made from the parent's.</summary>
    public double EpochsFactor { get; init; } = 0.5;

    /// <summary>First epochs that move the head alone, so that its new random rows do not shake the trunk.</summary>
    public int FrozenEpochs { get; init; } = 1;

    /// <summary>With fewer new images than this the trunk keeps the parent's normalisation statistics throughout.</summary>
    public int NormFrozenBelow { get; init; } = 200;

    public PseudoLabelRecipe PseudoLabels { get; init; } = new();

    public RehearsalRecipe Rehearsal { get; init; } = new();

    public DistillationRecipe Distillation { get; init; } = new();

    /// <summary>Whether the parent labels what people left unlabelled, and the losses of both groups of classes are normalised apart.</summary>
    public bool Completes => Strategy is not IncrementalStrategy.FineTune;

    public bool Rehearses => Strategy is IncrementalStrategy.Rehearsal or IncrementalStrategy.DistillationRehearsal;

    public bool Distils => Strategy is IncrementalStrategy.Distillation or IncrementalStrategy.DistillationRehearsal;
}

/// <summary>When a guess of the parent counts as a label.</summary>
public sealed record PseudoLabelRecipe
{
    /// <summary>Lowest score where the parent's evaluation names none for the class.</summary>
    public double Score { get; init; } = 0.4;

    /// <summary>The same for images as a whole: the parent chooses among the classes that it knows, whatever an image shows, and is soon surer than it should be.</summary>
    public double TagScore { get; init; } = 0.8;

    /// <summary>The parent's threshold of highest F1 holds for each class, but none lower than this.</summary>
    public double ScoreFloor { get; init; } = 0.3;

    /// <summary>Detections from here up to the threshold are neither object nor background: old classes are not trained there.</summary>
    public double IgnoreFrom { get; init; } = 0.1;

    /// <summary>Overlap above which the weaker of two detections of a class goes.</summary>
    public double NmsIou { get; init; } = 0.6;

    /// <summary>Overlap with a person's box above which a detection is of that very object and goes. The parent's boxes around objects that it never saw are loose, hence not higher.</summary>
    public double HumanIou { get; init; } = 0.5;

    /// <summary>An old class is labelled by people where at least this share of the parent's sure detections lies on their boxes; it gets no pseudo-labels then.</summary>
    public double LabelledShare { get; init; } = 0.5;
}

/// <summary>Which of the parent's images are shown again.</summary>
public sealed record RehearsalRecipe
{
    /// <summary>Share of the training images of the parent and its ancestors.</summary>
    public double Share { get; init; } = 0.1;

    /// <summary>Fewest images, as far as there are as many.</summary>
    public int Min { get; init; } = 50;

    /// <summary>Most images.</summary>
    public int Cap { get; init; } = 2000;

    /// <summary>Share of the buffer drawn at random; the rest is chosen to balance the classes.</summary>
    public double RandomShare { get; init; } = 1.0 / 3;

    /// <summary>Share of each batch that shows them again.</summary>
    public double BatchShare { get; init; } = 0.25;
}

/// <summary>How much the child is held to what the parent answers.</summary>
public sealed record DistillationRecipe
{
    /// <summary>Weight beside the losses of labels.</summary>
    public double Lambda { get; init; } = 0.2;

    /// <summary>Softens the distributions of box sides, and the choice among classes of whole images, before they are compared.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>Weight of the box sides beside that of the classes.</summary>
    public double BoxWeight { get; init; } = 0.25;

    /// <summary>Weight of masks or keypoints beside that of the classes.</summary>
    public double ShapeWeight { get; init; } = 1;

    /// <summary>Points whose score lies this many standard deviations above their image's mean are compared.</summary>
    public double Deviations { get; init; } = 2;
}
