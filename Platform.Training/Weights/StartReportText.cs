using Platform.Core.Shared;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;

namespace Platform.Training.Weights;

/// <summary>A start report as lines of a log, with every name of a tensor in it (the first of very many).</summary>
public static class StartReportText
{
    // A line stays readable, and a hostile file cannot fill a log.
    private const int NamesPerLine = 60;

    public static IEnumerable<LineLogged> Lines(StartReport report)
    {
        yield return RunLines.Of("startTally", report.Matched.Count, report.Skipped.Count, report.Mismatched.Count, report.Missing.Count);
        if (report.Source is WeightSource.RtmDet)
        {
            yield return RunLines.Of("startRtmDet");
        }

        foreach (var reason in report.Skipped.GroupBy(item => item.Reason).OrderBy(group => group.Key))
        {
            yield return RunLines.Of($"startSkipped.{EnumText<SkipReason>.ToText(reason.Key)}", Names(reason.Select(item => item.Name)));
        }

        foreach (var other in report.Mismatched.Take(NamesPerLine))
        {
            yield return RunLines.Of("startShape", other.Source, string.Join(", ", other.Found), other.Name, string.Join(", ", other.Expected));
        }

        if (report.Missing.Count > 0)
        {
            yield return RunLines.Of("startRandom", Names(report.Missing));
        }
    }

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(NamesPerLine)) + (all.Count > NamesPerLine ? $" (+{all.Count - NamesPerLine})" : "");
    }
}
