namespace Platform.Training.Models;

/// <summary>Channel and block counts of a detector, derived from its size; enough to rebuild the network for given weights.</summary>
public sealed record DetectorArchitecture
{
    private static readonly int[] s_baseChannels = [64, 128, 256, 512, 1024];
    private static readonly int[] s_baseBlocks = [3, 6, 6, 3];

    /// <summary>Multiplies every channel count.</summary>
    public required double Width { get; init; }

    /// <summary>Multiplies every block count.</summary>
    public required double Depth { get; init; }

    /// <summary>Number of object classes; the head predicts one logit per class and point.</summary>
    public required int ClassCount { get; init; }

    /// <summary>Largest distance, in strides, that a box side can have from its point; the head predicts RegMax + 1 bins a side.</summary>
    public int RegMax { get; init; } = 16;

    /// <summary>Distances in pixels between the points of each output level.</summary>
    public static IReadOnlyList<int> Strides { get; } = [8, 16, 32];

    /// <summary>Channels after the stem and after each of the four stages.</summary>
    public IReadOnlyList<int> Channels => [.. s_baseChannels.Select(channels => (int)(channels * Width))];

    /// <summary>Residual blocks of each of the four stages.</summary>
    public IReadOnlyList<int> Blocks => [.. s_baseBlocks.Select(blocks => Math.Max((int)Math.Round(blocks * Depth), 1))];

    /// <summary>The published scales of the design.</summary>
    public static DetectorArchitecture Of(DetectorSize size, int classCount) => size switch
    {
        DetectorSize.Nano => new() { Width = 0.25, Depth = 0.167, ClassCount = classCount },
        DetectorSize.Tiny => new() { Width = 0.375, Depth = 0.167, ClassCount = classCount },
        DetectorSize.Small => new() { Width = 0.5, Depth = 0.33, ClassCount = classCount },
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "Unknown detector size."),
    };
}
