using Platform.Tests.Training.Torch;
using Platform.Training.Data;
using Platform.Training.Tasks.Ocr;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Tasks.Ocr;

public sealed class CtcTests : TorchTest
{
    [Theory]
    [InlineData(1, new[] { 0 }, 4)]
    [InlineData(2, new[] { 0, 1, 2 }, 9)]
    [InlineData(3, new[] { 1, 1 }, 5)]          // doubled letters need a blank between
    [InlineData(4, new[] { 2, 0, 0, 1, 2 }, 12)]
    public void Mean_OfOneLine_IsTheSumOverAllWaysToLayIt(int seed, int[] symbols, int columns)
    {
        const int Outputs = 4;
        var logits = Logits(seed, columns * Outputs);
        using var scope = NewDisposeScope();

        var loss = CtcLoss.Mean(tensor(logits).reshape(1, columns, Outputs), [symbols]);

        loss.ToDouble().Should().BeApproximately(-Math.Log(Probability(logits, Outputs, symbols)) / symbols.Length, 1e-5);
    }

    [Fact]
    public void Mean_OfLinesOfDifferentLength_IsTheMeanOfEachByItsLength()
    {
        int[][] lines = [[0, 1, 2], [2]];
        var logits = Logits(5, 2 * 8 * 4);
        using var scope = NewDisposeScope();

        var loss = CtcLoss.Mean(tensor(logits).reshape(2, 8, 4), lines);

        var expected = lines.Select((line, i) => -Math.Log(Probability(logits[(i * 32)..((i + 1) * 32)], 4, line)) / line.Length).Average();
        loss.ToDouble().Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    public void Mean_LineThatCannotFit_CountsAsNothingInsteadOfSpoilingTheBatch()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Logits(6, 2 * 2 * 3)).reshape(2, 2, 3);
        logits.requires_grad = true;

        var loss = CtcLoss.Mean(logits, [[0], [1, 1]]);
        loss.backward();

        double.IsFinite(loss.ToDouble()).Should().BeTrue();
        logits.grad!.isfinite().all().ToBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData(15, 31, true)]
    [InlineData(15, 30, false)]
    [InlineData(0, 1, true)]
    public void Fits_NeedsABlankAroundEverySymbol(int symbols, int columns, bool expected) => CtcLoss.Fits(symbols, columns).Should().Be(expected);

    [Fact]
    public void Greedy_RepeatsAndBlanks_LeaveOneSymbolEach()
    {
        // a a _ a b b _ : "aab"
        var (text, confidence) = CtcDecoder.Greedy([.. Column(1, .6f), .. Column(1, .9f), .. Column(0, .8f), .. Column(1, .5f), .. Column(2, .7f), .. Column(2, .4f), .. Column(0, .9f)], ["a", "b"]);

        text.Should().Be("aab");
        confidence.Should().BeApproximately(Math.Pow(.9 * .5 * .7, 1 / 3.0), 1e-6, "each symbol is as sure as its surest column");
    }

    [Fact]
    public void Greedy_SymbolAfterSymbol_NeedsNoBlankBetween() =>
        CtcDecoder.Greedy([.. Column(2, .6f), .. Column(1, .9f)], ["가", "힣"]).Text.Should().Be("힣가");

    [Fact]
    public void Greedy_NothingButBlanks_IsNothing() => CtcDecoder.Greedy([.. Column(0, .9f), .. Column(0, .9f)], ["a", "b"]).Should().Be(("", 0));

    private static float[] Column(int best, float probability)
    {
        var column = new float[3];
        Array.Fill(column, (1 - probability) / 2);
        column[best] = probability;
        return column;
    }

    private static float[] Logits(int seed, int count)
    {
        var random = new SampleRandom(seed, 0, 0);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextBetween(-2, 2))];
    }

    // The forward variable of Graves et al. 2006, section 4.1, in doubles: alpha[t, s] over the text with blanks all around.
    private static double Probability(float[] logits, int outputs, int[] symbols)
    {
        int[] extended = [.. symbols.SelectMany(symbol => new[] { 0, symbol + 1 }), 0];
        var alpha = new double[extended.Length];
        for (var t = 0; t < logits.Length / outputs; t++)
        {
            var column = logits.AsSpan(t * outputs, outputs).ToArray();
            var sum = column.Sum(value => Math.Exp(value));
            double At(int s) => Math.Exp(column[extended[s]]) / sum;
            alpha = [.. Enumerable.Range(0, extended.Length).Select(s =>
            {
                if (t == 0)
                {
                    return s < 2 ? At(s) : 0;
                }

                var ways = alpha[s] + (s > 0 ? alpha[s - 1] : 0);
                ways += s > 1 && extended[s] != 0 && extended[s] != extended[s - 2] ? alpha[s - 2] : 0;
                return ways * At(s);
            })];
        }

        return alpha[^1] + (alpha.Length > 1 ? alpha[^2] : 0);
    }
}
