namespace Platform.Training.Scoring;

/// <summary>What images of a slice have in common.</summary>
public enum SliceKind
{
    /// <summary>A tag that a person gave the image.</summary>
    Tag,

    /// <summary>The folder that its file came from.</summary>
    Folder,

    /// <summary>A third of the images by mean brightness.</summary>
    Brightness,
}

/// <summary>Some of the scored images.</summary>
/// <param name="Name">Of the tag or folder; of a third of brightness its bounds, 0 to 255, such as 12-87.</param>
/// <param name="Images">Names of the samples' images, see <see cref="Tasks.SampleName"/>.</param>
public sealed record ImageSlice(SliceKind Kind, string Name, IReadOnlySet<Guid> Images);

/// <summary>The leading figures of a network on a slice.</summary>
/// <param name="Lenient">As <see cref="Tasks.TaskScores.Lenient"/>.</param>
/// <param name="Strict">As <see cref="Tasks.TaskScores.Strict"/>.</param>
public sealed record SliceScore(SliceKind Kind, string Name, int ImageCount, int ObjectCount, double Lenient, double Strict, double F1);

/// <summary>What stands in an evaluation's details beside the figures of its task.</summary>
/// <param name="Mapping">Null where the data has the very ontology version that the network learnt.</param>
public sealed record EvaluationContext(ClassMapping? Mapping, IReadOnlyList<SliceScore>? Slices);
