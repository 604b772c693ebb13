namespace Platform.Training.Tensors.PyTorch;

/// <summary>Bounds that no file of weights comes near; a hostile one is refused before it costs memory or stack.</summary>
/// <param name="Bytes">Of the pickle.</param>
/// <param name="Values">Made altogether.</param>
/// <param name="Stack">Values waiting at a time; Python collects long lists and dictionaries a thousand at a time.</param>
/// <param name="Marks">Open collections.</param>
/// <param name="Memo">Values kept for later mention.</param>
/// <param name="TupleDepth">Tuples inside tuples.</param>
internal sealed record PickleLimits(int Bytes = 32 << 20, int Values = 2_000_000, int Stack = 20_000, int Marks = 200, int Memo = 1_000_000, int TupleDepth = 50)
{
    internal static PickleLimits Default { get; } = new();
}
