using Platform.Core.Access;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Metrics;
using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>Counts what deployments do, minute by minute, and writes down minutes that are over: a killed process loses the running one.</summary>
public sealed class DeploymentMeters(RecordMinutesCommand record, TimeProvider time)
{
    // While the database cannot be written, the oldest minutes go first.
    private const int MaxOpenMinutes = 600;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid DeploymentId, Guid ModelVersionId, DateTime Minute), MinuteCounts> _open = [];

    public void Answered(Guid deploymentId, Guid modelVersionId, double latencyMs, IReadOnlyList<Prediction> predictions) =>
        Count(deploymentId, modelVersionId, counts => counts.AddAnswer(latencyMs, predictions.Select(found => (found.ClassKey, found.Confidence))));

    /// <summary>The image was refused, or the network failed.</summary>
    public void Failed(Guid deploymentId, Guid modelVersionId) => Count(deploymentId, modelVersionId, counts => counts.Errors++);

    /// <summary>The request was turned away.</summary>
    public void TurnedAway(Guid deploymentId, Guid modelVersionId) => Count(deploymentId, modelVersionId, counts => counts.Busy++);

    /// <summary>What is not written down yet of a deployment.</summary>
    public IReadOnlyList<MinuteRecord> Open(Guid deploymentId)
    {
        lock (_lock)
        {
            return [.. _open.Where(pair => pair.Key.DeploymentId == deploymentId)
                .Select(pair => new MinuteRecord(pair.Key.DeploymentId, pair.Key.ModelVersionId, pair.Key.Minute, new MinuteCounts().Add(pair.Value)))];
        }
    }

    /// <summary>Writes down minutes that are over; what cannot be written is kept for the next time.</summary>
    /// <param name="all">The running minute as well, as at the end of the process.</param>
    /// <param name="cancellation">Cancels the writing, and keeps what it was about.</param>
    public async Task FlushAsync(bool all, CancellationToken cancellation)
    {
        var taken = Take(all ? DateTime.MaxValue : ThisMinute());
        if (taken.Count == 0)
        {
            return;
        }

        try
        {
            await record.ExecuteAsync(Actor.Platform, taken, cancellation).ConfigureAwait(false);
        }
        catch
        {
            PutBack(taken);
            throw;
        }
    }

    private List<MinuteRecord> Take(DateTime before)
    {
        lock (_lock)
        {
            var over = _open.Where(pair => pair.Key.Minute < before).Select(pair => new MinuteRecord(pair.Key.DeploymentId, pair.Key.ModelVersionId, pair.Key.Minute, pair.Value)).ToList();
            over.ForEach(minute => _open.Remove((minute.DeploymentId, minute.ModelVersionId, minute.Minute)));
            return over;
        }
    }

    private void PutBack(IEnumerable<MinuteRecord> minutes)
    {
        lock (_lock)
        {
            foreach (var minute in minutes)
            {
                Of((minute.DeploymentId, minute.ModelVersionId, minute.Minute)).Add(minute.Counts);
            }
        }
    }

    private void Count(Guid deploymentId, Guid modelVersionId, Action<MinuteCounts> count)
    {
        lock (_lock)
        {
            count(Of((deploymentId, modelVersionId, ThisMinute())));
        }
    }

    private MinuteCounts Of((Guid DeploymentId, Guid ModelVersionId, DateTime Minute) key)
    {
        if (!_open.TryGetValue(key, out var counts))
        {
            if (_open.Count >= MaxOpenMinutes)
            {
                _open.Remove(_open.Keys.MinBy(open => open.Minute));
            }

            _open[key] = counts = new MinuteCounts();
        }

        return counts;
    }

    private DateTime ThisMinute()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
    }
}
