using Platform.Core.Access;
using Platform.Core.Deployments.Metrics;
using Platform.Core.Deployments.Queries;

namespace Platform.Training.Deployments;

/// <summary>The figures of a deployment: what was written down, and the minutes that are not yet.</summary>
public sealed class DeploymentFigures(DeploymentQueries deployments, DeploymentMeters meters)
{
    /// <summary>The minutes from a time on, oldest first; a minute of a version may come in two parts.</summary>
    public async Task<IReadOnlyList<MinuteRecord>> MinutesAsync(Actor actor, string name, DateTime from, CancellationToken cancellation)
    {
        var view = await deployments.GetAsync(actor, name, cancellation).ConfigureAwait(false);

        // The rows first: what is written down in between is then missing for a moment rather than counted twice.
        var stored = await deployments.MinutesAsync(actor, name, from, cancellation).ConfigureAwait(false);
        return [.. stored.Concat(meters.Open(view.Id).Where(minute => minute.Minute >= from)).OrderBy(minute => minute.Minute)];
    }

    /// <summary>How far a version's confidences of these minutes lie from those of its first day; null where too little was found or its first day still runs.</summary>
    public async Task<double?> DriftAsync(Actor actor, string name, Guid modelVersionId, IEnumerable<MinuteRecord> minutes, CancellationToken cancellation)
    {
        var firstDay = await deployments.FirstDayAsync(actor, name, modelVersionId, cancellation).ConfigureAwait(false);
        var now = minutes.Where(minute => minute.ModelVersionId == modelVersionId).Aggregate(new MinuteCounts(), (sum, minute) => sum.Add(minute.Counts));
        return ConfidenceDrift.Index(firstDay.Confidences, now.Confidences);
    }
}
