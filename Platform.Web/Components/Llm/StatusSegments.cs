using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;

namespace Platform.Web.Components.Llm;

/// <summary>A stretch of time in one status.</summary>
/// <param name="Share">Of the whole strip, 0 to 1.</param>
/// <param name="Status">Null before the deployment was registered, or before what is kept of its history.</param>
public sealed record StatusSegment(DateTime From, DateTime To, double Share, LlmDeploymentStatus? Status, string? Reason, string? Detail, string? By);

/// <summary>Cuts a history of changes into the stretches that a strip shows.</summary>
public static class StatusSegments
{
    /// <param name="changes">Newest first.</param>
    /// <param name="from">Begin of the strip.</param>
    /// <param name="to">End of the strip.</param>
    /// <returns>Without gaps, oldest first.</returns>
    public static IReadOnlyList<StatusSegment> Of(IReadOnlyList<StatusChangeView> changes, DateTime from, DateTime to)
    {
        var segments = new List<StatusSegment>();
        var (start, standing) = (from, (StatusChangeView?)null);
        foreach (var change in changes.Reverse())
        {
            if (change.At > from)
            {
                Add(change.At < to ? change.At : to);
            }

            standing = change;
        }

        Add(to);
        return segments;

        void Add(DateTime end)
        {
            if (end > start)
            {
                segments.Add(new StatusSegment(start, end, (end - start) / (to - from), standing?.To ?? changes.LastOrDefault()?.From, standing?.Reason, standing?.Detail, standing?.By));
                start = end;
            }
        }
    }

    /// <summary>The share of the time in which it should have served and did; null where it never should.</summary>
    public static double? Availability(IReadOnlyList<StatusSegment> segments)
    {
        var served = segments.Where(segment => segment.Status == LlmDeploymentStatus.Active).Sum(segment => segment.Share);
        var failed = segments.Where(segment => segment.Status == LlmDeploymentStatus.Error && !HealthReasons.IsAwaiting(segment.Reason ?? "")).Sum(segment => segment.Share);
        return served + failed > 0 ? served / (served + failed) : null;
    }
}
