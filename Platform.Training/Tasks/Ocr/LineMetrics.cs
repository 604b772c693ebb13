namespace Platform.Training.Tasks.Ocr;

/// <summary>JSON in evaluation.details of a network for text lines.</summary>
public sealed record LineEvaluationDetails(LineMetrics Ocr);

/// <summary>Result of reading text lines; rates are 0 where there is nothing to count.</summary>
public sealed record LineMetrics
{
    /// <summary>Character error rate: edits over all lines by true characters; above 1 where more is read than is there.</summary>
    public required double Cer { get; init; }

    /// <summary>Word error rate, words being parted by blanks.</summary>
    public required double Wer { get; init; }

    /// <summary>Share of lines read without any error.</summary>
    public required double LineAccuracy { get; init; }

    /// <summary>1 - CER, never below 0: the figure that decides which epoch is best.</summary>
    public double CharacterAccuracy => Math.Max(0, 1 - Cer);

    /// <summary>Share of read characters that are right.</summary>
    public required double Precision { get; init; }

    /// <summary>Share of true characters that were read.</summary>
    public required double Recall { get; init; }

    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    public required int LineCount { get; init; }

    public required EditCounts Characters { get; init; }

    /// <summary>Characters that the network cannot say, since no training line shows them, in lines of this evaluation.</summary>
    public required IReadOnlyList<string> UnknownSymbols { get; init; }

    /// <summary>The most frequent confusions.</summary>
    public required IReadOnlyList<SymbolConfusion> Confusions { get; init; }

    /// <summary>The lines with the most errors for their length.</summary>
    public required IReadOnlyList<ReadLine> Worst { get; init; }
}

/// <summary>A character that was read as another.</summary>
public sealed record SymbolConfusion(string Truth, string Read, int Count);

/// <summary>A line as it is and as it was read.</summary>
/// <param name="Sample">Asset and box: the asset's id, a slash and the box's number among those of the image.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record ReadLine(string Sample, string Truth, string Read, double Confidence);
