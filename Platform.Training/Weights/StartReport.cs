using Platform.Training.Tensors;

namespace Platform.Training.Weights;

/// <summary>Why a tensor of the file is left out.</summary>
public enum SkipReason
{
    /// <summary>The network has nothing of that name.</summary>
    NoPlace,

    /// <summary>The same values stand under another name: the levels of the head share them.</summary>
    SharedCopy,

    /// <summary>Other values, for something that our levels share: those of the first level are taken.</summary>
    SharedHere,

    /// <summary>It tells other classes apart, in number: our class outputs start at random.</summary>
    OtherClasses,
}

/// <summary>A tensor of the file that is left out.</summary>
public sealed record SkippedWeight(string Name, SkipReason Reason);

/// <summary>A tensor that is taken: our name and the file's.</summary>
public sealed record MatchedWeight(string Name, string Source);

/// <summary>A tensor whose shape differs from the network's, by our name and the file's.</summary>
public sealed record MismatchedWeight(string Name, string Source, IReadOnlyList<long> Expected, IReadOnlyList<long> Found);

/// <summary>What becomes of each tensor when a network starts from imported weights.</summary>
/// <param name="Missing">Names of the network that the file has nothing for: they start at random.</param>
public sealed record StartReport(
    WeightSource Source, IReadOnlyList<MatchedWeight> Matched, IReadOnlyList<SkippedWeight> Skipped, IReadOnlyList<MismatchedWeight> Mismatched, IReadOnlyList<string> Missing)
{
    private const string ClassOutputs = ".cls_preds.";

    /// <summary>Whether the file gives the network anything.</summary>
    public bool IsUsable => Matched.Count > 0;

    internal static StartReport Of(StartingWeights weights, WeightLoadReport loaded)
    {
        var otherClasses = loaded.Mismatched.Where(item => item.Name.Contains(ClassOutputs, StringComparison.Ordinal)).ToList();
        return new StartReport(
            weights.Source,
            [.. loaded.Matched.Select(name => new MatchedWeight(name, weights.Sources[name]))],
            [
                .. weights.Skipped,
                .. loaded.Unexpected.Select(name => new SkippedWeight(weights.Sources[name], SkipReason.NoPlace)),
                .. otherClasses.Select(item => new SkippedWeight(weights.Sources[item.Name], SkipReason.OtherClasses)),
            ],
            [.. loaded.Mismatched.Except(otherClasses).Select(item => new MismatchedWeight(item.Name, weights.Sources[item.Name], item.Expected, item.Found))],
            loaded.Missing);
    }
}
