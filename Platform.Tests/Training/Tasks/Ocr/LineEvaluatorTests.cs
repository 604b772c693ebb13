using Platform.Training.Tasks.Ocr;

namespace Platform.Tests.Training.Tasks.Ocr;

public sealed class LineEvaluatorTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3, 4, 2, 1, 0)]
    [InlineData("", "ab", 2, 0, 0, 2, 0)]
    [InlineData("abc", "", 3, 0, 0, 0, 3)]
    [InlineData("abc", "abc", 0, 3, 0, 0, 0)]
    [InlineData("대한민국", "대한미국", 1, 3, 1, 0, 0)]
    [InlineData("flaw", "lawn", 2, 3, 0, 1, 1)]
    public void Between_TwoTexts_IsTheCheapestWay(string truth, string read, int distance, int hits, int substitutions, int insertions, int deletions)
    {
        var edits = EditCounts.Between(LineText.Symbols(truth), LineText.Symbols(read));

        edits.Distance.Should().Be(distance);
        edits.Should().Be(new EditCounts(hits, substitutions, insertions, deletions));
    }

    [Fact]
    public void Between_LettersInParts_AreOneSymbolEach()
    {
        // A letter with a combining mark, an emoji of several code points, and Hangul in jamo.
        LineText.Symbols("q\u0323👩‍🚀한").Should().Equal("q\u0323", "👩‍🚀", "한");
        LineText.Normalize("\u1112\u1161\u11ab").Should().Be("한");
        LineText.Normalize("  12 \t가\n 3 ").Should().Be("12 가 3");
    }

    [Fact]
    public void Charset_OfTexts_IsOrderedByCodePoint() => LineText.Charset(["나12", "1 a", "가나"]).Should().Equal(" ", "1", "2", "a", "가", "나");

    [Theory]
    [InlineData("""{"text":" ab  c "}""", "ab c")]
    [InlineData("""{"text":7}""", "")]
    [InlineData("""{"other":"x"}""", "")]
    [InlineData(null, "")]
    public void Of_AttributesOfABox_IsItsText(string? attributes, string expected) => LineText.Of(attributes, "text").Should().Be(expected);

    [Fact]
    public void Evaluate_FourLines_CountsCharactersWordsAndLines()
    {
        var metrics = LineEvaluator.Evaluate(
            [Line("12가 34", "12가 34"), Line("56나 78", "56다 78"), Line("ab", "abc"), Line("xyz", "")], [.. "123456789가나다 abc".Select(c => c.ToString())]);

        // Edits: 0 + 1 + 1 + 3 over 6 + 6 + 2 + 3 characters; words wrong: 1 + 1 + 1 of 6.
        metrics.Cer.Should().BeApproximately(5 / 17.0, 1e-12);
        metrics.Wer.Should().BeApproximately(3 / 6.0, 1e-12);
        metrics.LineAccuracy.Should().Be(0.25);
        metrics.CharacterAccuracy.Should().BeApproximately(12 / 17.0, 1e-12);
        metrics.Recall.Should().BeApproximately(13 / 17.0, 1e-12);
        metrics.Precision.Should().BeApproximately(13 / 15.0, 1e-12);
        metrics.Confusions.Should().Equal(new SymbolConfusion("나", "다", 1));
        metrics.UnknownSymbols.Should().Equal("x", "y", "z");
        metrics.Worst.Select(line => line.Truth).Should().Equal("xyz", "ab", "56나 78");
    }

    [Fact]
    public void Evaluate_MoreReadThanThere_ExceedsOneButAccuracyStaysAtZero() =>
        LineEvaluator.Evaluate([Line("a", "bcd")], ["a"]).Should().Match<LineMetrics>(metrics => metrics.Cer == 3 && metrics.CharacterAccuracy == 0);

    [Fact]
    public void Evaluate_Nothing_IsZero() => LineEvaluator.Evaluate([], []).Should().Match<LineMetrics>(metrics => metrics.Cer == 0 && metrics.LineAccuracy == 0 && metrics.F1 == 0);

    private static ReadLine Line(string truth, string read) => new("x/0", truth, read, 0.9);
}
