using System.Text;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Turns a network's columns into text: the most probable symbol of each, repeats and blanks left out (https://doi.org/10.1145/1143844.1143891, section 3.2).</summary>
public static class CtcDecoder
{
    /// <summary>The output that says "nothing here"; symbol i of the charset is output i + 1.</summary>
    public const int Blank = 0;

    /// <param name="probabilities">[T x (K + 1)], one column after the other.</param>
    /// <param name="charset">K symbols.</param>
    /// <returns>The text, and the geometric mean of its symbols' probabilities; nothing and 0 where every column is blank.</returns>
    public static (string Text, double Confidence) Greedy(ReadOnlySpan<float> probabilities, IReadOnlyList<string> charset)
    {
        var width = charset.Count + 1;
        var text = new StringBuilder();
        var (previous, logSum, symbols) = (Blank, 0.0, 0);
        var peak = 0f;
        for (var start = 0; start + width <= probabilities.Length; start += width)
        {
            var column = probabilities.Slice(start, width);
            var best = IndexOfMax(column);
            if (best != previous)
            {
                Close();
                if (best != Blank)
                {
                    text.Append(charset[best - 1]);
                    symbols++;
                }
            }

            peak = best == Blank ? 0 : Math.Max(peak, column[best]);
            previous = best;
        }

        Close();
        return symbols == 0 ? ("", 0) : (text.ToString(), Math.Exp(logSum / symbols));

        // A symbol is as sure as its surest column.
        void Close()
        {
            logSum += peak > 0 ? Math.Log(peak) : 0;
            peak = 0;
        }
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
