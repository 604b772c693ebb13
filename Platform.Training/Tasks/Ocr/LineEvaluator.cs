namespace Platform.Training.Tasks.Ocr;

/// <summary>Compares what was read with what stands there, character by character as a reader counts them.</summary>
public static class LineEvaluator
{
    private const int Shown = 20;

    /// <param name="lines">Texts in normal form.</param>
    /// <param name="charset">What the network can say.</param>
    public static LineMetrics Evaluate(IReadOnlyList<ReadLine> lines, IReadOnlyCollection<string> charset)
    {
        var (characters, words, exact, trueWords) = (default(EditCounts), default(EditCounts), 0, 0);
        var confusions = new Dictionary<(string Truth, string Read), int>();
        var rated = new List<(ReadLine Line, double Rate)>();
        foreach (var line in lines)
        {
            var truth = LineText.Symbols(line.Truth);
            var edits = EditCounts.Between(truth, LineText.Symbols(line.Read), (a, b) => confusions[(a, b)] = confusions.GetValueOrDefault((a, b)) + 1);
            characters += edits;
            words += EditCounts.Between(LineText.Words(line.Truth), LineText.Words(line.Read));
            trueWords += LineText.Words(line.Truth).Count;
            exact += edits.Distance == 0 ? 1 : 0;
            rated.Add((line, Share(edits.Distance, truth.Count)));
        }

        return new LineMetrics
        {
            Cer = Share(characters.Distance, characters.Hits + characters.Substitutions + characters.Deletions),
            Wer = Share(words.Distance, trueWords),
            LineAccuracy = Share(exact, lines.Count),
            Precision = Share(characters.Hits, characters.Hits + characters.Substitutions + characters.Insertions),
            Recall = Share(characters.Hits, characters.Hits + characters.Substitutions + characters.Deletions),
            LineCount = lines.Count,
            Characters = characters,
            UnknownSymbols = [.. LineText.Charset(lines.Select(line => line.Truth)).Except(charset, StringComparer.Ordinal)],
            Confusions = [.. confusions.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Truth, StringComparer.Ordinal).ThenBy(pair => pair.Key.Read, StringComparer.Ordinal)
                .Take(Shown).Select(pair => new SymbolConfusion(pair.Key.Truth, pair.Key.Read, pair.Value))],
            Worst = [.. rated.Where(item => item.Rate > 0).OrderByDescending(item => item.Rate).Take(Shown).Select(item => item.Line)],
        };
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : part / (double)whole;
}
