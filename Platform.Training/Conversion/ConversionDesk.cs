using Platform.Core.Access;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;

namespace Platform.Training.Conversion;

/// <summary>Where people start, watch and stop conversions. A job is seen by whoever sees its model version.</summary>
public sealed class ConversionDesk(ConversionOptions options, ConversionBoard board, ConversionLine line, ConversionSource source, ConversionRules rules, ModelQueries models, TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>What a version can become.</summary>
    public async Task<IReadOnlyList<ConversionOffer>> OffersAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation) =>
        rules.Offers((await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false)).Model.Task);

    /// <summary>Starts a conversion; one of the same kind that waits or runs already is given back instead.</summary>
    public async Task<ConversionJob> StartAsync(Actor actor, Guid modelVersionId, ConversionSpec spec, CancellationToken cancellation)
    {
        var (version, _) = await source.DemandAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        rules.Demand(version.Model.Task, spec);
        lock (_lock)
        {
            if (board.All.FirstOrDefault(job => !job.IsEnded && job.ModelVersionId == modelVersionId && job.Spec.Key == spec.Key) is { } underWay)
            {
                return underWay;
            }

            var job = new ConversionJob
            {
                Id = Ids.New(time), UserId = actor.UserId, UserName = actor.Name, CreatedAt = time.GetUtcNow(), ModelVersionId = modelVersionId, Spec = spec,
            };
            board.Add(job);
            return Queue(job.Id);
        }
    }

    /// <summary>Jobs of the version, the newest first.</summary>
    public async Task<IReadOnlyList<ConversionJob>> ListAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        await models.DemandAsync(actor, modelVersionId, Permission.ViewProject, cancellation).ConfigureAwait(false);
        return [.. board.All.Where(job => job.ModelVersionId == modelVersionId).OrderByDescending(job => job.CreatedAt)];
    }

    public Task<ConversionJob> GetAsync(Actor actor, Guid jobId, CancellationToken cancellation) => DemandAsync(actor, jobId, Permission.ViewProject, cancellation);

    public async Task<IAsyncEnumerable<ConversionJob>> WatchAsync(Actor actor, Guid jobId, CancellationToken cancellation)
    {
        await GetAsync(actor, jobId, cancellation).ConfigureAwait(false);
        return board.WatchAsync(jobId, cancellation);
    }

    /// <summary>Stops a job under way, and forgets one that has ended; what it made stays.</summary>
    public async Task CancelAsync(Actor actor, Guid jobId, CancellationToken cancellation)
    {
        var job = await DemandAsync(actor, jobId, Permission.TrainModel, cancellation).ConfigureAwait(false);
        if (job.IsEnded)
        {
            board.Remove(jobId);
            return;
        }

        await board.StopAsync(jobId).ConfigureAwait(false);
    }

    /// <summary>Puts a job that did not end well into the line again.</summary>
    public async Task<ConversionJob> RestartAsync(Actor actor, Guid jobId, CancellationToken cancellation)
    {
        await DemandAsync(actor, jobId, Permission.TrainModel, cancellation).ConfigureAwait(false);
        board.Renew(jobId);
        return Queue(jobId);
    }

    private ConversionJob Queue(Guid jobId)
    {
        if (line.TryQueue(jobId))
        {
            return board.Get(jobId);
        }

        board.Remove(jobId);
        throw new DomainRuleException("conversion.line_full", $"{options.MaxQueued} conversions are waiting already. Try again when some of them have ended.", options.MaxQueued);
    }

    private async Task<ConversionJob> DemandAsync(Actor actor, Guid jobId, Permission permission, CancellationToken cancellation)
    {
        var job = board.Get(jobId);
        try
        {
            await models.DemandAsync(actor, job.ModelVersionId, permission, cancellation).ConfigureAwait(false);
        }
        catch (NotFoundException)
        {
            throw new NotFoundException("job", jobId);
        }

        return job;
    }
}
