using System.Globalization;

namespace Platform.Training.Weights;

/// <summary>A start report as lines of a log or a console.</summary>
public static class StartReportText
{
    // A line stays readable, and a hostile file cannot fill a log.
    private const int NamesPerLine = 60;

    public static IEnumerable<string> Lines(StartReport report)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Matched.Count} tensors taken, {report.Skipped.Count} skipped, {report.Mismatched.Count} of another shape; {report.Missing.Count} of the network's have nothing in the file and start at random.");
        if (report.Source is WeightSource.RtmDet)
        {
            yield return "The names are RTMDet's: the first layer was turned from BGR to RGB, and the normalisations were rescaled from epsilon 1e-5 to 1e-3.";
        }

        foreach (var reason in report.Skipped.GroupBy(item => item.Reason).OrderBy(group => group.Key))
        {
            yield return $"Skipped, {Text(reason.Key)}: {Names(reason.Select(item => item.Name))}.";
        }

        foreach (var other in report.Mismatched.Take(NamesPerLine))
        {
            yield return $"Another shape: {other.Source} is [{string.Join(", ", other.Found)}], {other.Name} is [{string.Join(", ", other.Expected)}].";
        }

        if (report.Missing.Count > 0)
        {
            yield return $"At random: {Names(report.Missing)}.";
        }
    }

    private static string Text(SkipReason reason) => reason switch
    {
        SkipReason.NoPlace => "nothing of that name in the network",
        SkipReason.SharedCopy => "the same values under another name",
        SkipReason.SharedHere => "other values for what the levels share here, so the first level's are taken",
        SkipReason.OtherClasses => "another number of classes",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(NamesPerLine)) + (all.Count > NamesPerLine ? $" and {all.Count - NamesPerLine} more" : "");
    }
}
