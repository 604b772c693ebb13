using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Departments;
using Platform.Core.Deployments;
using Platform.Core.Deployments.Queries;
using Platform.Core.Imaging;
using Platform.Core.Shared;

namespace Platform.Training.Deployments;

/// <summary>Serves the deployments of this platform. What it serves is a copy of the database's rows, renewed by every change here and by polling for changes elsewhere.</summary>
public sealed partial class DeploymentServer(
    DeploymentQueries deployments, ServedModelLoader loader, DeploymentMeters meters, KeptRequests kept, IImageCodec codec, ServingOptions options, ILogger<DeploymentServer> logger)
    : IModelServing, IProjectFollower, IAsyncDisposable
{
    private const int HoldAttempts = 3;

    // By name: what the database said, and what answers of it.
    private readonly ConcurrentDictionary<string, ServedDeployment> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveDeployment> _live = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1);

    // Loaded by a check, for the change that follows it.
    private ServedModel? _checked;
    private List<Task> _retiring = [];

    /// <summary>Whether the deployment answers.</summary>
    public bool IsServed(string name) => _live.ContainsKey(name);

    /// <summary>Lets a request inside before its image is read. Unknown names and those of other departments are not found alike.</summary>
    public DeploymentVisit Enter(Actor actor, string name)
    {
        if (!_known.TryGetValue(name, out var row) || !AccessPolicy.Allows(actor, Permission.ViewProject, row.DepartmentId, row.ProjectId))
        {
            throw new NotFoundException("deployment", name);
        }

        if (!row.IsActive)
        {
            throw new DomainRuleException("deployment.stopped", $"'{name}' is stopped. Start it on its page, or call another deployment.", name);
        }

        // Again where a change came between the look and the hold, and put another one in its place.
        for (var i = 0; i < HoldAttempts && _live.TryGetValue(name, out var live); i++)
        {
            if (!live.Gate.TryEnter())
            {
                meters.TurnedAway(row.Id, row.ModelVersionId);
                throw new DomainRuleException("deployment.busy", $"'{name}' has as many requests waiting as it takes. Try again in a moment.", name);
            }

            if (TryHold(live))
            {
                return new DeploymentVisit(live, meters, kept, codec, options);
            }

            live.Gate.Leave();
        }

        throw new DomainRuleException("deployment.not_ready", $"'{name}' is not ready yet. Try again in a moment; if it stays so, look into the server's log.", name);
    }

    public async Task CheckAsync(Guid modelVersionId, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_checked?.ModelVersionId != modelVersionId && !_live.Values.Any(live => live.Models.Any(model => model.ModelVersionId == modelVersionId)))
            {
                var model = await loader.LoadAsync(modelVersionId, cancellationToken).ConfigureAwait(false);
                Retire(_checked);
                _checked = model;
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task ApplyAsync(Guid deploymentId, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await deployments.ListServedAsync(Actor.Platform, deploymentId, cancellationToken).ConfigureAwait(false) is [var row])
            {
                await TakeUpAsync(row, cancellationToken).ConfigureAwait(false);
            }

            Retire(_checked);
            _checked = null;
        }
        finally
        {
            _changing.Release();
        }
    }

    public Task MovedAsync(Guid projectId, Guid departmentId, CancellationToken cancellationToken)
    {
        foreach (var row in _known.Values.Where(row => row.ProjectId == projectId))
        {
            _known.TryUpdate(row.Name, row with { DepartmentId = departmentId }, row);
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes up every change since the last time, and tries again what could not be loaded.</summary>
    public async Task SynchroniseAsync(CancellationToken cancellation)
    {
        foreach (var row in await deployments.ListServedAsync(Actor.Platform, null, cancellation).ConfigureAwait(false))
        {
            if (_known.TryGetValue(row.Name, out var known) && known.DepartmentId != row.DepartmentId)
            {
                await MovedAsync(row.ProjectId, row.DepartmentId, cancellation).ConfigureAwait(false);
            }

            if (known is not null && known.Revision >= row.Revision && (_live.ContainsKey(row.Name) || !row.IsActive))
            {
                continue;
            }

            try
            {
                await ApplyAsync(row.Id, cancellation).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotServed(logger, row.Name, failure);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _known.Clear();
        foreach (var name in _live.Keys)
        {
            Remove(name);
        }

        Retire(_checked);
        _checked = null;
        await Task.WhenAll(_retiring).ConfigureAwait(false);
        try
        {
            await meters.FlushAsync(all: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNotWritten(logger, failure);
        }
    }

    private async Task TakeUpAsync(ServedDeployment row, CancellationToken cancellation)
    {
        if (!row.IsActive)
        {
            _known[row.Name] = row;
            Remove(row.Name);
            return;
        }

        // The new versions are warm before anybody is sent to them, and the old ones answer until then.
        var old = _live.GetValueOrDefault(row.Name);
        if (old is null)
        {
            // Known though not loaded yet: whoever asks meanwhile is told to come again.
            _known[row.Name] = row;
        }

        var stable = await FindOrLoadAsync(old, row.ModelVersionId, cancellation).ConfigureAwait(false);
        ServedModel? canary = null;
        try
        {
            canary = row.CanaryModelVersionId is { } trial ? await FindOrLoadAsync(old, trial, cancellation).ConfigureAwait(false) : null;
        }
        catch when (old is null || !old.Models.Contains(stable))
        {
            Retire(stable);
            throw;
        }

        _live[row.Name] = new LiveDeployment(row, stable, canary, old?.Gate ?? new DeploymentGate(options.MaxWaiting));
        _known[row.Name] = row;
        foreach (var gone in old?.Models.Where(model => model != stable && model != canary) ?? [])
        {
            Retire(gone);
        }
    }

    private async Task<ServedModel> FindOrLoadAsync(LiveDeployment? old, Guid modelVersionId, CancellationToken cancellation)
    {
        if (old?.Models.FirstOrDefault(model => model.ModelVersionId == modelVersionId) is { } same)
        {
            return same;
        }

        if (_checked is { } ready && ready.ModelVersionId == modelVersionId)
        {
            _checked = null;
            return ready;
        }

        return await loader.LoadAsync(modelVersionId, cancellation).ConfigureAwait(false);
    }

    private static bool TryHold(LiveDeployment live)
    {
        if (!live.Stable.TryHold())
        {
            return false;
        }

        if (live.Canary?.TryHold() == false)
        {
            live.Stable.LetGo();
            return false;
        }

        return true;
    }

    private void Remove(string name)
    {
        if (_live.TryRemove(name, out var live))
        {
            foreach (var model in live.Models)
            {
                Retire(model);
            }
        }
    }

    // In the background: the last requests are answered first.
    private void Retire(ServedModel? model)
    {
        if (model is not null)
        {
            _retiring = [.. _retiring.Where(task => !task.IsCompleted), model.RetireAsync()];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last minute of the deployments was not written down")]
    private static partial void LogNotWritten(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deployment {Name} cannot be served; it is tried again")]
    private static partial void LogNotServed(ILogger logger, string name, Exception failure);
}
