using static TorchSharp.torch;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Connectionist temporal classification (https://doi.org/10.1145/1143844.1143891): the probability of a text is that of all ways to lay it over the columns.</summary>
public static class CtcLoss
{
    // logits [N, T, K + 1], blank first -> scalar: mean over lines of -ln p(line) / length of the line
    public static Tensor Mean(Tensor logits, IReadOnlyList<int[]> symbols)
    {
        var (count, columns) = (logits.shape[0], logits.shape[1]);
        var logProbabilities = logits.transpose(0, 1).log_softmax(-1); // [T, N, K + 1]
        var targets = tensor(symbols.SelectMany(line => line).Select(symbol => symbol + 1L).ToArray(), device: logits.device);
        var lengths = tensor(symbols.Select(line => (long)line.Length).ToArray());

        // A line that does not fit has no way at all: its loss is infinite and would spoil the batch.
        return nn.functional.ctc_loss(logProbabilities, targets, full([count], columns, dtype: ScalarType.Int64), lengths, CtcDecoder.Blank, zero_infinity: true);
    }

    /// <summary>Whether a line has room: a blank between any two symbols, so that doubled letters can be told apart.</summary>
    public static bool Fits(int symbols, int columns) => (2 * symbols) + 1 <= columns;
}
